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

SHEET_OF_THE_FORM

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
