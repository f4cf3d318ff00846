// Reads a JSON list of FHIR resources from standard input and writes what the npm validator says of each.
const { readFileSync } = require("fs");
const { createRequire } = require("module");

const { Fhir } = createRequire(process.argv[2] + "/")("fhir");
const fhir = new Fhir();
const said = JSON.parse(readFileSync(0, "utf8")).map((resource) =>
  fhir.validate(resource, { errorOnUnexpected: true }).messages.map(({ severity, location, message }) => ({
    severity,
    location,
    message,
  })),
);
process.stdout.write(JSON.stringify(said));
