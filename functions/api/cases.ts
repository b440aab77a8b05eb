import { closeCase } from '../../core/close.ts'
import { listCases } from '../../core/cases/history.ts'
import { findCaseByExternalId, identifyCase } from '../../core/cases/identify.ts'
import { reopenCase } from '../../core/cases/reopen.ts'
import { say } from '../../core/cases/say.ts'
import type { Context } from '../../core/context.ts'
import { readExternalId } from '../../core/external-ids.ts'
import { Problem } from '../../core/problem.ts'
import { CaseAnswer, CasesAnswer, ConversationAnswer } from './answers.ts'
import { operation, type Operation } from './operation.ts'
import { ControlBody, ExternalIdQuery, IdentityBody, SnoozeBody } from './requests.ts'

const common = { tag: 'Cases', ids: { conversation: 'cnv' }, status: 200, answer: ConversationAnswer } as const
const PATH = '/v1/conversations/{conversation}'

/** The episodes of a conversation, and who answers it. */
export const caseOperations = (ctx: Context): readonly Operation[] => [
  operation({
    ...common,
    id: 'listCases',
    method: 'get',
    path: `${PATH}/cases`,
    summary: 'List the cases of a conversation',
    answer: CasesAnswer,
    handle: async ({ principal, params }) => ({ data: await listCases(ctx, principal, params['conversation'] ?? '') }),
  }),
  operation({
    ...common,
    id: 'updateCase',
    method: 'patch',
    path: `${PATH}/cases/{case}`,
    ids: { conversation: 'cnv', case: 'cas' },
    summary: 'Say what a case is called in other systems',
    body: IdentityBody,
    versioned: true,
    answer: CaseAnswer,
    problems: ['external_id_taken', 'conversation_moved'],
    handle: ({ principal, params, ifVersion: matched, body: { externalIds, ifVersion = matched } }) =>
      identifyCase(ctx, principal, params['conversation'] ?? '', params['case'] ?? '', externalIds, { ifVersion }),
  }),
  operation({
    id: 'findCases',
    method: 'get',
    path: '/v1/cases',
    tag: 'Cases',
    summary: 'Find the case that has an id of another system',
    query: ExternalIdQuery,
    status: 200,
    answer: CasesAnswer,
    handle: async ({ principal, query: { externalId } }) => {
      const found = await findCaseByExternalId(ctx, principal, readExternalId(externalId))
      return { data: found ? [found] : [] }
    },
  }),
  operation({
    ...common,
    id: 'closeConversation',
    method: 'post',
    path: `${PATH}/close`,
    summary: 'Close the current case',
    problems: ['case_not_open'],
    handle: ({ principal, params }) => closeCase(ctx, principal, params['conversation'] ?? ''),
  }),
  operation({
    ...common,
    id: 'reopenConversation',
    method: 'post',
    path: `${PATH}/reopen`,
    summary: 'Open the current case again',
    problems: ['case_not_closed'],
    handle: ({ principal, params }) => reopenCase(ctx, principal, params['conversation'] ?? ''),
  }),
  operation({
    ...common,
    id: 'snoozeConversation',
    method: 'post',
    path: `${PATH}/snooze`,
    summary: 'Put the current case aside until a time',
    body: SnoozeBody,
    versioned: true,
    problems: ['case_not_open', 'conversation_moved'],
    handle: ({ principal, params, ifVersion, body: { until, ifVersion: seen } }) => {
      if (until <= ctx.now())
        throw new Problem('invalid_request', 'The case would not be put aside at all.', [
          { path: '/until', message: 'give a time in the future' },
        ])
      return say(ctx, principal, params['conversation'] ?? '', { snooze: until }, { ifVersion: seen ?? ifVersion })
    },
  }),
  operation({
    ...common,
    id: 'passControl',
    method: 'post',
    path: `${PATH}/control`,
    summary: 'Say who answers the conversation',
    body: ControlBody,
    versioned: true,
    problems: ['conversation_moved'],
    handle: ({ principal, params, ifVersion, body: { ifVersion: seen, by, name } }) =>
      say(ctx, principal, params['conversation'] ?? '', { control: { by, name } }, { ifVersion: seen ?? ifVersion }),
  }),
]
