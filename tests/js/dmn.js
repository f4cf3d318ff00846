// Evaluates a DMN model, read with dmn-moddle, with the FEEL of feelin. From standard input it gets
// {xml, base, sets, rules}: each set lists what differs from the base as [question, answers or null]. It writes the
// warnings of the two packages and for each set its tier; with `rules`, the rules that fired in their order as well.
// It knows DMN and nothing of our rules. An expression with the same text and the same inputs is evaluated once.
const { readFileSync } = require("fs");
const { createRequire } = require("module");

const load = createRequire(process.argv[2] + "/");
const { DmnModdle } = load("dmn-moddle");
const { evaluate, unaryTest } = load("feelin");

const problems = new Set();

function checked(text, { value, warnings }) {
  for (const { message } of warnings) problems.add(`${text}: ${message}`);
  return value;
}

function once(make) {
  const kept = new Map();
  return (key, ...given) => {
    if (!kept.has(key)) kept.set(key, make(...given));
    return kept.get(key);
  };
}

// What a decision of either kind gives, as a function of what it requires.
function literal({ text }, needs) {
  const known = once((context) => checked(text, evaluate(text, context)));
  return (context) => known(JSON.stringify(needs.map((name) => context[name])), context);
}

function table({ input, output, rule, hitPolicy }) {
  if (hitPolicy !== "OUTPUT ORDER") throw new Error(`hit policy ${hitPolicy}`);
  const order = output.map((each) => checked(each.outputValues.text, evaluate(`[${each.outputValues.text}]`)));
  const rows = rule.map(({ outputEntry }) => outputEntry.map(({ text }) => checked(text, evaluate(text))));
  const ranks = rows.map((row) => row.map((value, place) => order[place].indexOf(value)));
  if (ranks.flat().includes(-1)) throw new Error("an output that is no output value");
  const matching = input.map((_, column) => {
    const cells = rule.map(({ inputEntry }) => inputEntry[column].text);
    return once((value) => {
      const holds = once((text) => text === "-" || cell(text, value));
      return cells.map((text) => holds(text, text));
    });
  });
  const sorted = rows.map((_, row) => row).sort((a, b) => compare(ranks[a], ranks[b]) || a - b);
  return (context) => {
    const columns = input.map(({ inputExpression: { text } }, column) => {
      const value = checked(text, evaluated(text, context));
      return matching[column](JSON.stringify(value), value);
    });
    return sorted
      .filter((row) => columns.every((column) => column[row]))
      .map((row) => Object.fromEntries(output.map(({ name }, place) => [name, rows[row][place]])));
  };
}

function cell(text, value) {
  return checked(text, unaryTest(text, { "?": value })) === true;
}

// An input expression that is a name needs no interpreter; anything else goes to it.
function evaluated(text, context) {
  return text in context ? { value: context[text], warnings: [] } : evaluate(text, context);
}

function compare(one, other) {
  const place = one.findIndex((rank, each) => rank !== other[each]);
  return place < 0 ? 0 : one[place] - other[place];
}

function inOrder(elements) {
  const byId = new Map(elements.map((each) => [each.id, each]));
  const found = new Map();
  const visit = (decision) => {
    if (found.has(decision.id)) return;
    const required = (decision.informationRequirement ?? []).map(({ requiredInput, requiredDecision }) =>
      byId.get((requiredInput ?? requiredDecision).href.slice(1)),
    );
    required.filter(({ $type }) => $type === "dmn:Decision").forEach(visit);
    const needs = required.map(({ variable }) => variable.name);
    const logic = decision.decisionLogic;
    const give = logic.$type === "dmn:DecisionTable" ? table(logic) : literal(logic, needs);
    found.set(decision.id, { name: decision.variable.name, needs, give });
  };
  elements.filter(({ $type }) => $type === "dmn:Decision").forEach(visit);
  return [...found.values()];
}

async function main() {
  const { xml, base, sets, rules } = JSON.parse(readFileSync(0, "utf8"));
  const { rootElement, warnings } = await new DmnModdle().fromXML(xml, "dmn:Definitions");
  warnings.forEach(({ message }) => problems.add(message));
  const inputs = rootElement.drgElement.filter(({ $type }) => $type === "dmn:InputData").map(({ name }) => name);
  const decisions = inOrder(rootElement.drgElement);
  const results = sets.map((changed) => {
    const context = Object.fromEntries(inputs.map((name) => [name, base[name] ?? null]));
    for (const [name, answers] of changed) {
      if (!(name in context)) throw new Error(`no input ${name}`);
      context[name] = answers;
    }
    for (const { name, needs, give } of decisions) {
      // Only what the model says a decision requires is there for it.
      context[name] = give(Object.fromEntries(needs.map((need) => [need, context[need]])));
    }
    return rules ? [context.tier, context.warnings.map(({ rule }) => rule)] : context.tier;
  });
  process.stdout.write(JSON.stringify({ problems: [...problems], results }));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
