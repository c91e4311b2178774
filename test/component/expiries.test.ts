import { expect, test } from "vitest";
import { expiriesOf } from "../../components/secrets/expiries.ts";
import { newAuthority } from "../support/certificates.ts";

test("a certificate's end is told by its name, and nothing of what is no certificate", async () => {
  const authority = await newAuthority("expiries");
  const { certificate, key } = authority;
  const leaf = await authority.issue("collector");
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString().slice(0, 10);
  const values = { bundle: `${leaf.certificate}\n${certificate}`, key, token: "t0ken" };
  expect(expiriesOf(values)).toEqual({ bundle: inAnHour });
});
