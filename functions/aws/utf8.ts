/** Order of strings as DynamoDB sorts them: by UTF-8 bytes, which is not the order of UTF-16 units. */
export const compareUtf8 = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))
