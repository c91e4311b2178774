/** Posts OTLP/JSON to `url`, `…/v1/<signal>`, and gives the answer with its text read. */
export async function postOtlp(
  url: string,
  body: object,
): Promise<{ status: number; text: string }> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: response.status, text: await response.text() };
}
