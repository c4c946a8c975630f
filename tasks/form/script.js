/**
 * The form of a leave-behind naloxone program, its Sheet, and the link of each unit. Written by `lbn form`.
 *
 * Paste all of it into a new project at script.google.com, save, and press Run. After a change of lbn.toml paste the
 * new one over it and run it again: lists get their new choices, questions and tabs that are missing are added, and
 * the links are shown anew. Nothing that is there is ever deleted, no answer is touched, and a form that you closed
 * stays closed.
 */
function makeFormAndSheet() {
  const form = openOrMakeForm();
  const spreadsheet = openOrMakeSpreadsheet(form);
  const responses = responsesTab(spreadsheet.getId());
  keepAsTyped(responses);
  PROGRAM.tabs.forEach((tab) => prepareTab(spreadsheet, tab));
  showLinks(form);
  showWhatToDo(form, spreadsheet, responses);
}

/** The form that an earlier run made, or a new one; with every question that is missing. */
function openOrMakeForm() {
  const memory = PropertiesService.getScriptProperties();
  const known = memory.getProperty('form');
  const form = known ? FormApp.openById(known) : makeForm();
  memory.setProperty('form', form.getId());
  PROGRAM.items.forEach((item) => addOrUpdate(form, item));
  return form.setCollectEmail(false);
}

function makeForm() {
  return FormApp.create(PROGRAM.title)
    .setDescription(PROGRAM.description)
    .setConfirmationMessage(PROGRAM.confirmation)
    .setShowLinkToRespondAgain(true)
    .setAllowResponseEdits(false)
    .setPublishingSummary(false)
    .setPublished(true);
}

/**
 * A question that is there stays as people may have worded it; only a list follows lbn.toml.
 * @param {GoogleAppsScript.Forms.Form} form
 * @param {FormItem} item
 */
function addOrUpdate(form, item) {
  const there = form.getItems().find((found) => item.titles.includes(found.getTitle()));
  if (!there) {
    addItem(form, item);
  } else if (item.ask === 'list' && there.getType() === FormApp.ItemType.LIST) {
    there.asListItem().setChoiceValues(item.choices);
  }
}

/**
 * @param {GoogleAppsScript.Forms.Form} form
 * @param {FormItem} item
 */
function addItem(form, item) {
  const title = item.titles[0];
  switch (item.ask) {
    case 'heading':
      form.addSectionHeaderItem().setTitle(title).setHelpText(item.help);
      break;
    case 'day':
      form.addDateItem().setTitle(title).setHelpText(item.help).setRequired(item.is_required).setIncludesYear(true);
      break;
    case 'list':
      form.addListItem().setTitle(title).setHelpText(item.help).setRequired(item.is_required)
        .setChoiceValues(item.choices);
      break;
    case 'tap':
      form.addMultipleChoiceItem().setTitle(title).setHelpText(item.help).setRequired(item.is_required)
        .setChoiceValues(item.choices);
      break;
    case 'number':
    case 'pattern':
      form.addTextItem().setTitle(title).setHelpText(item.help).setRequired(item.is_required)
        .setValidation(validationOf(item));
      break;
    case 'note':
      form.addParagraphTextItem().setTitle(title).setHelpText(item.help);
      break;
    default:
      throw new Error('Unknown kind of question: ' + item.ask);
  }
}

/** @param {FormItem} item */
function validationOf(item) {
  const validation = FormApp.createTextValidation().setHelpText(item.refusal);
  return item.ask === 'number'
    ? validation.requireNumberBetween(item.least, item.most).build()
    : validation.requireTextMatchesPattern(item.pattern).build();
}

/**
 * The Sheet that an earlier run made, or a new one, linked with the form.
 * @param {GoogleAppsScript.Forms.Form} form
 */
function openOrMakeSpreadsheet(form) {
  const memory = PropertiesService.getScriptProperties();
  const known = memory.getProperty('spreadsheet');
  if (known) {
    return SpreadsheetApp.openById(known);
  }
  const spreadsheet = SpreadsheetApp.create(PROGRAM.title);
  spreadsheet.setSpreadsheetTimeZone(PROGRAM.timezone);
  spreadsheet.setSpreadsheetLocale('en_US');
  spreadsheet.getSheets()[0].setName(PROGRAM.tabs[0].title);
  form.setDestination(FormApp.DestinationType.SPREADSHEET, spreadsheet.getId());
  memory.setProperty('spreadsheet', spreadsheet.getId());
  return spreadsheet;
}

/**
 * The tab that Google adds for the answers; it may take a moment to appear.
 * @param {string} id
 */
function responsesTab(id) {
  for (let tries = 0; tries < 15; tries += 1) {
    const tab = SpreadsheetApp.openById(id).getSheets().find((sheet) => sheet.getFormUrl());
    if (tab) {
      return tab;
    }
    Utilities.sleep(2000);
  }
  throw new Error('Google has not added the tab of the answers yet. Wait a minute and run this again.');
}

/** @param {GoogleAppsScript.Spreadsheet.Sheet} responses */
function keepAsTyped(responses) {
  const titles = headerOf(responses);
  PROGRAM.plain_text
    .filter((title) => titles.includes(title))
    .forEach((title) => whereAllowed(title, () => cellsBelow(responses, titles.indexOf(title)).setNumberFormat('@')));
}

/**
 * A tab that was made a table with typed columns refuses formats and rules: then it stays as it is.
 * @param {string} title
 * @param {() => void} set
 */
function whereAllowed(title, set) {
  try {
    set();
  } catch (refusal) {
    if (!String(refusal).includes('typed column')) throw refusal;
    Logger.log('Google keeps the column “' + title + '” as it is: ' + refusal + ' Set ZIP codes and lots to plain text.');
  }
}

/**
 * A tab that people fill in: its header where it has none, and what each column takes.
 * @param {GoogleAppsScript.Spreadsheet.Spreadsheet} spreadsheet
 * @param {SheetTab} tab
 */
function prepareTab(spreadsheet, tab) {
  const sheet = spreadsheet.getSheetByName(tab.title) || spreadsheet.insertSheet(tab.title);
  if (sheet.getLastRow() === 0) {
    sheet.getRange(1, 1, 1, tab.columns.length).setValues([tab.columns.map((column) => column.title)])
      .setFontWeight('bold');
    sheet.setFrozenRows(1);
  }
  const titles = headerOf(sheet);
  tab.columns
    .filter((column) => titles.includes(column.title))
    .forEach((column) => whereAllowed(
      column.title, () => prepareCells(cellsBelow(sheet, titles.indexOf(column.title)), column),
    ));
}

/**
 * @param {GoogleAppsScript.Spreadsheet.Range} cells
 * @param {SheetColumn} column
 */
function prepareCells(cells, column) {
  const rule = SpreadsheetApp.newDataValidation().setAllowInvalid(false);
  switch (column.takes) {
    case 'plain text':
      cells.setNumberFormat('@');
      break;
    case 'day':
      cells.setDataValidation(rule.requireDate().build());
      break;
    case 'choice':
      cells.setDataValidation(rule.requireValueInList(column.choices, true).build());
      break;
    case 'number':
      cells.setDataValidation(rule.requireNumberBetween(column.least, column.most).build());
      break;
    default:
      throw new Error('Unknown kind of column: ' + column.takes);
  }
}

/** @param {GoogleAppsScript.Spreadsheet.Sheet} sheet */
function headerOf(sheet) {
  return sheet.getRange(1, 1, 1, sheet.getLastColumn()).getValues()[0];
}

/**
 * @param {GoogleAppsScript.Spreadsheet.Sheet} sheet
 * @param {number} place
 */
function cellsBelow(sheet, place) {
  return sheet.getRange(2, place + 1, sheet.getMaxRows() - 1, 1);
}

/**
 * One link per unit, as lines of form-links.csv; the log cuts long texts off, so many units make several blocks.
 * @param {GoogleAppsScript.Forms.Form} form
 */
function showLinks(form) {
  const found = form.getItems(FormApp.ItemType.LIST).find((item) => PROGRAM.unit_titles.includes(item.getTitle()));
  if (!found) {
    throw new Error('The form has no list “' + PROGRAM.unit_titles[0] + '” any more. Add it again, and run this again.');
  }
  const question = found.asListItem();
  const lines = PROGRAM.units.map((unit) => {
    const link = form.createResponse().withItemResponse(question.createResponse(unit)).toPrefilledUrl();
    return '"' + unit.replace(/"/g, '""') + '",' + link;
  });
  for (let first = 0; first < lines.length; first += 20) {
    Logger.log(['unit,link', ...lines.slice(first, first + 20)].join('\n'));
  }
}

/**
 * @param {GoogleAppsScript.Forms.Form} form
 * @param {GoogleAppsScript.Spreadsheet.Spreadsheet} spreadsheet
 * @param {GoogleAppsScript.Spreadsheet.Sheet} responses
 */
function showWhatToDo(form, spreadsheet, responses) {
  const [inventory, counts, training] = PROGRAM.tabs.map((tab) => tab.title);
  Logger.log([
    'Done. Save the lines above, from unit,link on, as form-links.csv in your program’s folder, and run lbn form again.',
    'To let the program read the Sheet by itself, put these lines in lbn.toml in place of its section [source]:',
    '[source]',
    'kind        = "google-sheet"',
    'spreadsheet = ' + JSON.stringify(spreadsheet.getId()),
    'credentials = "service-account.json"',
    'responses   = ' + JSON.stringify(responses.getName()),
    'inventory   = ' + JSON.stringify(inventory),
    'counts      = ' + JSON.stringify(counts),
    'training    = ' + JSON.stringify(training),
    'The form: ' + form.getEditUrl(),
    'The Sheet: ' + spreadsheet.getUrl(),
  ].join('\n'));
}

/**
 * @typedef {{ask: string, help: string, choices: string[], least: number, most: number, pattern: string,
 *   refusal: string, titles: string[], is_required: boolean}} FormItem
 * @typedef {{title: string, takes: string, choices: string[], least: number, most: number}} SheetColumn
 * @typedef {{title: string, columns: SheetColumn[]}} SheetTab
 */

/**
 * What lbn.toml and the program's own lists say.
 * @type {{title: string, description: string, confirmation: string, timezone: string, items: FormItem[],
 *   units: string[], unit_titles: string[], plain_text: string[], tabs: SheetTab[]}}
 */
const PROGRAM = PROGRAM_OF_LBN_TOML;
