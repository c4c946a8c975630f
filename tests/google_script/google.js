/**
 * What Google's services answer, as far as the form's script goes on with it: forms with items, spreadsheets with
 * tabs, and what a script remembers between its runs. It refuses what Google refuses: a list without choices, a
 * title twice, an answer that isn't a choice.
 */
const types = require('./types.js');

const TYPE_OF_ITEM = {
  DateItem: 'DATE', ListItem: 'LIST', MultipleChoiceItem: 'MULTIPLE_CHOICE', ParagraphTextItem: 'PARAGRAPH_TEXT',
  SectionHeaderItem: 'SECTION_HEADER', TextItem: 'TEXT',
};
const FORM_LINK = 'https://docs.google.com/forms/d/e/stand-in/viewform?usp=pp_url&entry.1854759972=';

/** Answers by "Type.method"; `forgets` leaves out the tab of the answers as often as it says. */
function google({ responsesTabComesAfter = 0, hasTypedColumns = false } = {}) {
  const forms = new Map();
  const spreadsheets = new Map();
  const memory = new Map();
  let waits = responsesTabComesAfter;

  const newTab = (recorder, title, header = [], formUrl = null) =>
    recorder.make(types.typeNamed('Spreadsheet', 'Sheet'), { title, grid: header.length ? [header] : [], formUrl });

  const addItem = (form, _, type, recorder) => {
    const item = recorder.make(type, { title: '', choices: [] });
    form.known.items.push(item);
    return item;
  };
  const setTitle = (item, [title]) => Object.assign(item.known, { title }) && item;
  const setChoices = (item, [choices]) => {
    if (!choices.length || new Set(choices).size < choices.length) {
      throw new Error(`${item.label}: Google takes neither an empty list nor a choice twice`);
    }
    item.known.choices = choices;
    return item;
  };
  const asItem = (recorder, item) => recorder.make(types.typeNamed('Forms', 'Item'), { item });
  const itemType = (recorder, item) => recorder.enumValue('ItemType', TYPE_OF_ITEM[types.nameOf(item.type)]);

  const answers = {
    'Properties.getProperty': (_, [key]) => (memory.has(key) ? memory.get(key) : null),
    'Properties.setProperty': (self, [key, value]) => memory.set(key, value) && self,

    'FormApp.create': (_, [title], type, recorder) => keep(forms, 'form', recorder.make(type, { title, items: [] })),
    'FormApp.openById': (_, [id]) => opened(forms, id),
    'Form.getId': (form) => form.known.id,
    'Form.getEditUrl': (form) => `https://docs.google.com/forms/d/${form.known.id}/edit`,
    'Form.getItems': (form, [type], _, recorder) => form.known.items
      .filter((item) => !type || itemType(recorder, item) === type).map((item) => asItem(recorder, item)),
    'Form.setDestination': (form, [, id], _, recorder) => {
      const questions = form.known.items.filter((item) => types.nameOf(item.type) !== 'SectionHeaderItem');
      const header = ['Timestamp', ...questions.map((item) => item.known.title)];
      opened(spreadsheets, id).known.tabs.unshift(newTab(recorder, 'Form Responses 1', header, 'https://the-form'));
      return form;
    },
    'Item.getTitle': (self) => self.known.item.known.title,
    'Item.getType': (self, _, __, recorder) => itemType(recorder, self.known.item),
    'Item.asListItem': (self) => self.known.item,
    'ListItem.setChoiceValues': setChoices,
    'MultipleChoiceItem.setChoiceValues': setChoices,
    'ListItem.createResponse': (item, [choice], type, recorder) => {
      if (!item.known.choices.includes(choice)) {
        throw new Error(`${choice} isn't a choice of ${item.known.title}`);
      }
      return recorder.make(type, { choice });
    },
    'FormResponse.withItemResponse': (self, [response]) => Object.assign(self.known, response.known) && self,
    'FormResponse.toPrefilledUrl': (self) => FORM_LINK + encodeURIComponent(self.known.choice).replace(/%20/g, '+'),

    'SpreadsheetApp.create': (_, [title], type, recorder) =>
      keep(spreadsheets, 'spreadsheet', recorder.make(type, { title, tabs: [newTab(recorder, 'Sheet1')] })),
    'SpreadsheetApp.openById': (_, [id]) => opened(spreadsheets, id),
    'Spreadsheet.getId': (self) => self.known.id,
    'Spreadsheet.getUrl': (self) => `https://docs.google.com/spreadsheets/d/${self.known.id}/edit`,
    'Spreadsheet.getSheets': (self) => {
      waits -= 1;
      return waits < 0 ? [...self.known.tabs] : self.known.tabs.filter((tab) => !tab.known.formUrl);
    },
    'Spreadsheet.getSheetByName': (self, [title]) => self.known.tabs.find((tab) => tab.known.title === title) || null,
    'Spreadsheet.insertSheet': (self, [title], _, recorder) => {
      const tab = newTab(recorder, title);
      self.known.tabs.push(tab);
      return tab;
    },
    'Sheet.getName': (tab) => tab.known.title,
    'Sheet.setName': (tab, [title]) => Object.assign(tab.known, { title }) && tab,
    'Sheet.getFormUrl': (tab) => tab.known.formUrl,
    'Sheet.getLastRow': (tab) => tab.known.grid.length,
    'Sheet.getLastColumn': (tab) => Math.max(0, ...tab.known.grid.map((row) => row.length)),
    'Sheet.getMaxRows': () => 1000,
    'Sheet.getRange': (tab, [row, column, rows, columns], type, recorder) => {
      if (!(row >= 1 && column >= 1 && rows >= 1 && columns >= 1)) {
        throw new Error(`Google knows no range ${row}, ${column}, ${rows}, ${columns}`);
      }
      return recorder.make(type, { tab, row, column, rows, columns });
    },
    'Range.getValues': ({ known: { tab, row, column, columns } }) =>
      [Array.from({ length: columns }, (_, place) => tab.known.grid[row - 1][column - 1 + place] || '')],
    'Range.setValues': (range, [rows]) => {
      const { tab, row, columns } = range.known;
      if (rows.length !== range.known.rows || rows.some((cells) => cells.length !== columns)) {
        throw new Error('the values do not have the size of the range');
      }
      rows.forEach((cells, place) => { tab.known.grid[row - 1 + place] = cells; });
      return range;
    },
  };
  for (const name of Object.keys(TYPE_OF_ITEM)) {
    answers[`Form.add${name}`] = addItem;
    answers[`${name}.setTitle`] = setTitle;
  }
  for (const name of hasTypedColumns ? ['Range.setNumberFormat', 'Range.setDataValidation'] : []) {
    answers[name] = () => { throw new Error('This operation is not allowed on cells in typed columns.'); };
  }
  return answers;
}

function keep(all, kind, made) {
  made.known.id = `${kind}-${all.size + 1}`;
  all.set(made.known.id, made);
  return made;
}

function opened(all, id) {
  if (!all.has(id)) {
    throw new Error(`there is nothing with the id ${id}`);
  }
  return all.get(id);
}

module.exports = { google };
