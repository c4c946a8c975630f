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
 * @param {number} index
 */
function cellsBelow(sheet, index) {
  return sheet.getRange(2, index + 1, sheet.getMaxRows() - 1, 1);
}
