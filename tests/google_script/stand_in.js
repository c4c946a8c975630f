/**
 * Objects that stand in for Google's: they have the declared methods and no others, and every call is written down.
 * What a call gives back is Google's own affair: `google.js` says it where the script goes on with the answer.
 */
const types = require('./types.js');

class Recorder {
  /** @param answers by "Type.method", what a call gives back; kept beside the object in `known`. */
  constructor(answers) {
    this.answers = answers;
    this.calls = [];
    this.made = new Map();
  }

  /** A stand-in of a type; `known` is what google.js keeps about it. */
  make(type, known = {}) {
    const name = types.nameOf(type);
    this.made.set(name, (this.made.get(name) || 0) + 1);
    const plain = { isStandIn: true, type, known, label: `${name} ${this.made.get(name)}` };
    return new Proxy(plain, { get: (object, key, self) => (key in object ? object[key] : this.member(self, key)) });
  }

  member(self, key) {
    const type = types.memberOf(self.type, key);
    if (types.isEnumeration(type)) {
      return this.enumeration(type);
    }
    if (!types.isMethod(type)) {
      throw new TypeError(`${types.nameOf(self.type)}.${key} is nothing that a script reads`);
    }
    return (...values) => this.call(self, key, type, values);
  }

  /** An enumeration gives the same object for the same name, so that a script can compare them. */
  enumeration(type) {
    const name = types.nameOf(type);
    return new Proxy({}, {
      get: (_, key) => {
        types.memberOf(type, key);
        return this.enumValue(name, key);
      },
    });
  }

  enumValue(enumeration, key) {
    const label = `${enumeration}.${key}`;
    if (!this.made.has(label)) {
      this.made.set(label, { enumeration, label });
    }
    return this.made.get(label);
  }

  call(self, key, method, values) {
    const name = `${types.nameOf(self.type)}.${key}`;
    const given = types.resultOf(method, name, values);
    const result = this.result(self, name, given, values);
    this.calls.push({ on: self.label, method: name, arguments: values.map(written), result: written(result) });
    return result;
  }

  /** What google.js says; else the object itself where it can be chained, nothing, or a new object. */
  result(self, name, given, values) {
    const answer = this.answers[name];
    if (answer) {
      return answer(self, values, given, this);
    }
    if (given === self.type) {
      return self;
    }
    if (given.intrinsicName === 'void') {
      return undefined;
    }
    if (!given.isClassOrInterface()) {
      throw new Error(`google.js does not say what ${name} gives back`);
    }
    return this.make(given);
  }
}

/** A value as the record shows it. */
function written(value) {
  if (Array.isArray(value)) {
    return value.map(written);
  }
  return value && value.label ? value.label : value === undefined ? null : value;
}

module.exports = { Recorder };
