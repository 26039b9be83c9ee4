/** Text for a POSIX shell, whatever it holds. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

/** A signed call by curl and openssl, as Standard Webhooks 1.0 has it, to be run as it stands. */
export function curlExample({ address, key, body }: { address: string; key: string; body: unknown }): string {
  return [
    `KEY=${quoted(key)}`,
    `BODY=${quoted(JSON.stringify(body))}`,
    'AT=$(date +%s); ID="msg_$AT"',
    String.raw`HEX=$(printf %s "${'$'}{KEY#whsec_}" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \n')`,
    'SIGNATURE=$(printf %s "$ID.$AT.$BODY" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$HEX" -binary | openssl base64 -A)',
    String.raw`curl -sS ${quoted(address)} -H 'content-type: application/json' \
  -H "webhook-id: $ID" -H "webhook-timestamp: $AT" -H "webhook-signature: v1,$SIGNATURE" \
  --data-raw "$BODY"`,
  ].join('\n')
}
