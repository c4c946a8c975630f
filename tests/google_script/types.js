/**
 * What Google's methods take and give, read from the declarations in @types/google-apps-script.
 * The stand-ins ask here before every call: an unknown method, a wrong number or kind of arguments ends the run.
 */
const path = require('node:path');
const ts = require('typescript');

const DECLARATIONS = path.join(__dirname, 'node_modules/@types/google-apps-script');
const SERVICES = ['base', 'forms', 'spreadsheet', 'properties', 'utilities'];
const FILES = [
  ...SERVICES.map((name) => path.join(DECLARATIONS, `google-apps-script.${name}.d.ts`)),
  path.join(__dirname, 'publishing.d.ts'),
];

const program = ts.createProgram(FILES, { types: [], lib: ['lib.es5.d.ts'], strict: true });
const checker = program.getTypeChecker();
const anywhere = program.getSourceFile(FILES[0]);

/** The type of a name that every script finds, such as FormApp. */
function typeOfGlobal(name) {
  return checker.getTypeOfSymbol(checker.resolveName(name, anywhere, ts.SymbolFlags.Variable, false));
}

/** A type by the way it is declared in the namespace of a service: typeNamed('Forms', 'Item'). */
function typeNamed(service, name) {
  const all = checker.resolveName('GoogleAppsScript', anywhere, ts.SymbolFlags.Namespace, false);
  return checker.getDeclaredTypeOfSymbol(all.exports.get(service).exports.get(name));
}

function nameOf(type) {
  return (type.aliasSymbol || type.symbol).name;
}

/** The type of a member, or an error: what the declarations do not have, Google does not have. */
function memberOf(type, name) {
  const member = checker.getPropertyOfType(type, name);
  if (!member) {
    throw new TypeError(`${nameOf(type)} has no ${name}`);
  }
  return checker.getTypeOfSymbol(member);
}

function isMethod(type) {
  return type.getCallSignatures().length > 0;
}

/** Whether the type is an enumeration itself, such as FormApp.ItemType; then its names are members. */
function isEnumeration(type) {
  return Boolean(type.symbol && type.symbol.flags & ts.SymbolFlags.Enum && !(type.flags & ts.TypeFlags.EnumLike));
}

/** What a call with these arguments gives back: the type of the first declaration that takes them. */
function resultOf(method, name, values) {
  const fitting = method.getCallSignatures().find((signature) => takes(signature, values));
  if (!fitting) {
    throw new TypeError(`${name} does not take (${values.map(describe).join(', ')})`);
  }
  return fitting.getReturnType();
}

function takes(signature, values) {
  const parameters = signature.getParameters();
  const last = parameters.at(-1);
  const isOpen = Boolean(last && last.valueDeclaration.dotDotDotToken);
  const least = parameters.filter((each) => !each.valueDeclaration.questionToken).length - (isOpen ? 1 : 0);
  if (values.length < least || (!isOpen && values.length > parameters.length)) {
    return false;
  }
  return values.every((value, place) => {
    const rest = isOpen && place >= parameters.length - 1;
    const type = checker.getTypeOfSymbol(rest ? last : parameters[place]);
    return fits(rest ? checker.getTypeArguments(type)[0] : type, value);
  });
}

/** Whether a value is of a type: a stand-in, an enumeration's name, a list, or a plain value. */
function fits(type, value) {
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return value !== undefined;
  if (value && value.isStandIn) return checker.isTypeAssignableTo(value.type, type);
  if (type.flags & ts.TypeFlags.EnumLike) return Boolean(value) && value.enumeration === enumerationOf(type);
  if (type.flags & ts.TypeFlags.BooleanLike) return typeof value === 'boolean';
  if (type.isUnion()) return type.types.some((each) => fits(each, value));
  if (type.flags & ts.TypeFlags.StringLike) return typeof value === 'string';
  if (type.flags & ts.TypeFlags.NumberLike) return Number.isFinite(value);
  if (type.flags & ts.TypeFlags.Null) return value === null;
  if (checker.isArrayType(type)) {
    return Array.isArray(value) && value.every((each) => fits(checker.getTypeArguments(type)[0], each));
  }
  return false;
}

/** An enumeration of one name is that name's own type, and knows the enumeration as its parent. */
function enumerationOf(type) {
  return type.symbol.flags & ts.SymbolFlags.EnumMember ? type.symbol.parent.name : type.symbol.name;
}

function describe(value) {
  return value && value.isStandIn ? nameOf(value.type) : (value && value.enumeration) || typeof value;
}

module.exports = { typeOfGlobal, typeNamed, nameOf, memberOf, isMethod, isEnumeration, resultOf };
