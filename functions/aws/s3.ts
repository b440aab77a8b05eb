import { S3Client } from '@aws-sdk/client-s3'
import { type AwsEnvironment, common, endpoint, type Patience } from './clients.ts'

/** Files take longer than items; what is uploaded in parts is retried by part. */
const FILE_PATIENCE: Patience = { maxAttempts: 3, connectionTimeout: 1000, requestTimeout: 30_000 }

/** An S3 client. A stand-in has its buckets in the path, and checksums only where they are asked for. */
export const s3Client = (env: AwsEnvironment, patience: Patience = FILE_PATIENCE): S3Client =>
  new S3Client({
    ...common(env, patience),
    ...endpoint(env.AWS_ENDPOINT_URL_S3),
    forcePathStyle: env.AWS_ENDPOINT_URL_S3 !== undefined,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
