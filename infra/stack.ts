import { Stack, Validations } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import type { Deployment } from '../adapters/deployment.ts'
import type { FunctionName } from '../functions/aws/shape.ts'
import { addAlarms } from './alarms.ts'
import { addBucket, addBucketPolicy } from './bucket.ts'
import { addDashboard } from './dashboard.ts'
import { addFunctions } from './functions.ts'
import { addHttpApi, addRoutes } from './http.ts'
import { addMail, receiptRules } from './mail.ts'
import { addOutputs } from './outputs.ts'
import { addQueues } from './queues.ts'
import { addSms } from './sms.ts'
import { addSchedule, addSources } from './sources.ts'
import { addTable } from './table.ts'

export interface ParleyStackProps {
  readonly deployment: Deployment
  /** Folder of a function's bundle. */
  readonly bundle: (name: FunctionName) => string
}

const ACKNOWLEDGED = [
  {
    id: 'AwsSolutions-S1',
    reason:
      'Objects are read by signed links and by the functions, whose log says so; a log of the bucket would hold the names again.',
  },
  {
    id: 'AwsSolutions-SNS2',
    reason:
      'SNS encrypts what it keeps. SES, AWS SMS and CloudWatch cannot write to a topic under its managed key, and a key of the account is paid for monthly.',
  },
]

/** A gateway, from top to bottom as messages go: the door, the facts, what wakes whom, and who watches. */
export class ParleyStack extends Stack {
  constructor(scope: Construct, { deployment, bundle }: ParleyStackProps) {
    super(scope, deployment.name, {
      stackName: deployment.name,
      description: 'Parley: a gateway for messaging channels',
      env: { region: deployment.region },
      terminationProtection: true,
      tags: { parley: deployment.name },
    })
    const http = addHttpApi(this, deployment)

    const table = addTable(this, deployment.name)
    const bucket = addBucket(this, deployment)
    const bucketPolicy = addBucketPolicy(this, bucket, receiptRules(deployment))
    const queues = addQueues(this, deployment)
    const store = { table, bucket, queues }

    const functions = addFunctions(this, { ...store, deployment, publicUrl: http.publicUrl, bundle })
    addRoutes(this, http, functions, deployment)
    const sources = addSources(this, functions, store)
    addSchedule(this, deployment.name, functions)

    addMail(this, deployment, queues, bucket, bucketPolicy)
    addSms(this, deployment, queues)

    const alarmTopic = addAlarms(this, { deployment, functions, queues, sources, http })
    addDashboard(this, deployment, http, store)
    addOutputs(this, { ...store, deployment, http, functions, sources, alarmTopic })

    for (const acknowledged of ACKNOWLEDGED) Validations.of(this).acknowledge(acknowledged)
  }
}
