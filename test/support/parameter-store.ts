import { http, HttpResponse } from 'msw'

interface Request {
  readonly Name: string
  readonly Names: readonly string[]
  readonly Value: string
  readonly Type: string
}

/** SSM Parameter Store as its JSON protocol has it, for msw; what is in it is looked at and changed by tests. */
export const createParameterStore = (region: string, stored: Record<string, string> = {}) => {
  const writes: { readonly name: string; readonly type: string }[] = []
  let refused: string | undefined
  const answers: Readonly<Record<string, (request: Request) => object>> = {
    'AmazonSSM.GetParameters': ({ Names }) => ({
      Parameters: Names.filter((name) => name in stored).map((Name) => ({ Name, Value: stored[Name] })),
      InvalidParameters: Names.filter((name) => !(name in stored)),
    }),
    'AmazonSSM.PutParameter': ({ Name, Value, Type }) => {
      writes.push({ name: Name, type: Type })
      stored[Name] = Value
      return { Version: 1 }
    },
    'AmazonSSM.DeleteParameter': ({ Name }) => {
      delete stored[Name]
      return {}
    },
  }
  const handler = http.post(`https://ssm.${region}.amazonaws.com/`, async ({ request }) => {
    if (refused !== undefined) return HttpResponse.json({ __type: refused }, { status: 400 })
    const answer = answers[request.headers.get('x-amz-target') ?? '']
    return answer
      ? HttpResponse.json(answer((await request.json()) as Request))
      : HttpResponse.json({ __type: 'UnknownOperation' }, { status: 400 })
  })
  return {
    handler,
    stored,
    writes,
    refuse: (type: string) => {
      refused = type
    },
  }
}
