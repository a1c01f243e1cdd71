package document

import (
	"fmt"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/ingest"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/textfield"
)

// DocumentDialogs shows the dialogs about documents and the text that is open.
type DocumentDialogs struct {
	*dialogs.Host
	Text    *Pane
	Placing *PlacingStrip
}

// ShowDocumentDetails edits what is known of documents; their text stays as it is.
func (d *DocumentDialogs) ShowDocumentDetails(documents ...store.Document) {
	model := d.Workspace
	if len(documents) == 0 || documents[0].ID == "" {
		model.Notices.Send(locale.T("Open a document first."))
		return
	}
	model.FilterValues(func(values []workspace.FilterValue) {
		if len(documents) > 1 {
			if len(d.Modals) == 0 {
				d.documentDetails(documents, nil, tagsOf(values))
			}
			return
		}
		model.Back.Go(func() {
			versions, err := model.Store.Versions(model.Ctx, documents[0].ID)
			model.Back.OnUI(func() {
				switch {
				case err != nil:
					model.Fail(fmt.Errorf("reading the earlier texts: %w", err))
				case len(d.Modals) == 0:
					d.documentDetails(documents, versions, tagsOf(values))
				}
			})
		})
	})
}

// mostDrafted is of how many documents what is typed into their details is kept as a draft.
const mostDrafted = 1000

// detailsDrafts keeps drafts of the details of documents.
func (d *DocumentDialogs) detailsDrafts(documents []store.Document) *dialogs.DraftForm {
	if len(documents) == 1 {
		return dialogs.NewDraftForm(d.Workspace, workspace.FormDocument, documents[0].ID)
	}
	return dialogs.NewDraftForm(d.Workspace, workspace.FormDocuments, workspace.DocumentsSubject(documents[:min(len(documents), mostDrafted)]))
}

func (d *DocumentDialogs) documentDetails(documents []store.Document, versions []store.Version, tags []string) {
	f := &detailsForm{host: d.Host, documents: documents, problem: d.NewFormProblem(1), form: container.New(layout.NewFormLayout())}
	f.drafts = d.detailsDrafts(documents)
	var dialog *dialogs.OpenModal
	title := f.line(locale.T("Title"), locale.T("The title"), "title", locale.T("Title"), func(doc *store.Document) *string { return &doc.Title }, func(e *store.DocumentEdit) **string { return &e.Title })
	f.line(locale.T("Publisher"), locale.T("The publisher"), "publisher", locale.T("Who published it"), func(doc *store.Document) *string { return &doc.Publisher }, func(e *store.DocumentEdit) **string { return &e.Publisher })
	f.line(locale.T("Author"), locale.T("The author"), "author", locale.T("Who wrote it"), func(doc *store.Document) *string { return &doc.Author }, func(e *store.DocumentEdit) **string { return &e.Author })
	published := f.published()
	f.line(locale.T("URL"), locale.T("The URL"), "source", locale.T("https://…"), func(doc *store.Document) *string { return &doc.SourceURL }, func(e *store.DocumentEdit) **string { return &e.SourceURL })
	language := f.language()
	f.tags(tags)
	note := f.note()
	f.status()
	if len(documents) == 1 {
		f.file(func() {
			dialog.Close()
			d.CorrectEncoding(documents[0])
		})
	}
	if len(versions) > 0 {
		f.row(dialogs.Top(widget.NewLabel(locale.T("Earlier texts"))), d.versionList(documents[0], versions))
	}
	name := locale.T("Document")
	if len(documents) > 1 {
		name = locale.N("{{.N}} documents", len(documents))
	}
	dialog = d.ShowModal(dialogs.Modal{Title: name, Content: container.NewVBox(f.form, f.problem.Body), Confirm: locale.T("Save"), Cancel: locale.T("Cancel"), Width: 600, Focus: title,
		Form: f.drafts, Saves: true, Fields: []*textfield.Field{note},
		TypedInto: func() bool { return f.edit() != store.DocumentEdit{} },
		OnConfirm: func() bool {
			edit := f.edit()
			_, known := format.ParseLanguage(language.Text)
			switch {
			case edit.Title != nil && *edit.Title == "":
				return f.problem.At(title, locale.T(noTitle))
			case !format.IsPartialDate(strings.TrimSpace(published.Text)):
				return f.problem.At(published, dialogs.WrongDate())
			case !known:
				return f.problem.At(language, locale.T("Choose a language from the list, or enter a tag such as en or pt-BR."))
			case f.tooManyTags():
				return f.problem.At(f.tagField.Entry, locale.T("A document can have at most 100 tags."))
			case edit != store.DocumentEdit{}:
				d.editDocuments(documents, edit, f.drafts.Take()...)
			}
			return true
		}})
	if d.Workspace.ReadOnly() {
		dialog.Ok.Disable()
	}
}

// detailsForm is the form for what is known of one document or several. What differs between several stays as it is unless it is touched.
type detailsForm struct {
	host      *dialogs.Host
	documents []store.Document
	drafts    *dialogs.DraftForm
	problem   *dialogs.FormProblem
	form      *fyne.Container
	edits     []func(e *store.DocumentEdit) // what each field puts into the edit
	tagField  *tagField
}

// noTitle is said where a document would have none.
const noTitle = "A document needs a title."

// several is what stands in a field whose value differs between the documents.
const several = "(different values)"

func (f *detailsForm) row(name, field fyne.CanvasObject) {
	f.form.Add(name)
	f.form.Add(field)
}

// edit is what was changed.
func (f *detailsForm) edit() (e store.DocumentEdit) {
	for _, put := range f.edits {
		put(&e)
	}
	return e
}

// common is the value that all documents have; differs is true where they do not have the same.
func (f *detailsForm) common(of func(*store.Document) *string) (value string, differs bool) {
	value = *of(&f.documents[0])
	for i := range f.documents {
		if *of(&f.documents[i]) != value {
			return "", true
		}
	}
	return value, false
}

// keep has an edit take a field over, read as value gives it. Beside one that differs between the documents stands a box that clears it.
func (f *detailsForm) keep(field fyne.CanvasObject, stored string, differs bool, value func() string, to func(*store.DocumentEdit) **string) fyne.CanvasObject {
	if !differs {
		f.edits = append(f.edits, func(e *store.DocumentEdit) { workspace.Keep(to(e), stored, value()) })
		return field
	}
	clearing := dialogs.NewKeyCheck(f.host.ModalKey)
	clearing.Text = locale.T("Clear")
	f.edits = append(f.edits, func(e *store.DocumentEdit) {
		if typed := value(); typed != "" || clearing.Checked {
			*to(e) = &typed
		}
	})
	return container.NewBorder(nil, nil, nil, dialogs.Top(clearing), field)
}

func hint(usual string, differs bool) string {
	if differs {
		return locale.T(several)
	}
	return usual
}

// line is a field of one line; what it is called in a sentence is for its draft.
func (f *detailsForm) line(caption, what, name, usual string, of func(*store.Document) *string, to func(*store.DocumentEdit) **string) *dialogs.KeyEntry {
	stored, differs := f.common(of)
	entry := f.host.DetailEntry(stored, hint(usual, differs))
	f.drafts.Add(name, what, stored, entry.SetText, &entry.OnChanged)
	value := func() string { return strings.TrimSpace(entry.Text) }
	field := f.problem.Field(entry)
	if name == "title" { // cannot be cleared
		f.edits = append(f.edits, func(e *store.DocumentEdit) {
			if !differs || value() != "" {
				workspace.Keep(to(e), stored, value())
			}
		})
	} else {
		field = f.keep(field, stored, differs, value, to)
	}
	f.row(widget.NewLabel(caption), field)
	return entry
}

// published is the field for the date, with a box for whether it is unsure.
func (f *detailsForm) published() *dialogs.KeyEntry {
	stored, differs := f.common(func(doc *store.Document) *string { return &doc.Published })
	entry := f.host.DetailEntry("", hint("2025, 2025-02 or 2025-02-10", differs))
	unsure := dialogs.NewKeyCheck(f.host.ModalKey)
	unsure.Text = "unsure"
	set := func(date string) {
		sure := strings.TrimSuffix(date, "?")
		entry.SetText(sure)
		unsure.SetChecked(sure != date)
	}
	value := func() string {
		date := strings.TrimSpace(entry.Text)
		if sure := strings.TrimSpace(strings.TrimSuffix(date, "?")); sure != "" && (unsure.Checked || sure != date) {
			return sure + "?"
		}
		return date
	}
	set(stored)
	draft := f.drafts.Add("published", locale.T("The date"), stored, set, nil)
	entry.OnChanged = func(string) { draft.Typed(value()) }
	unsure.OnChanged = func(bool) {
		f.problem.Clear()
		draft.Typed(value())
	}
	field := f.keep(f.problem.Field(entry), stored, differs, value, func(e *store.DocumentEdit) **string { return &e.Published })
	f.row(widget.NewLabel(locale.T("Published")), container.NewBorder(nil, nil, nil, unsure, field))
	return entry
}

// language is the field for the language: by its name, or by any tag.
func (f *detailsForm) language() *dialogs.KeySelectEntry {
	stored, differs := f.common(func(doc *store.Document) *string { return &doc.Language })
	field := dialogs.NewKeySelectEntry(format.LanguageChoices(), f.host.ModalKey)
	field.SetPlaceHolder(hint(locale.T("Name, or a tag such as en or pt-BR"), differs))
	field.SetText(format.LanguageChoice(stored))
	f.drafts.Add("language", locale.T("The language"), format.LanguageChoice(stored), field.SetText, &field.OnChanged)
	value := func() string {
		if field.Text == format.LanguageChoice(stored) {
			return stored
		}
		tag, known := format.ParseLanguage(field.Text)
		if !known {
			return strings.TrimSpace(field.Text) // which is refused
		}
		return tag
	}
	f.row(widget.NewLabel(locale.T("Language")), f.keep(f.problem.Field(field), stored, differs, value, func(e *store.DocumentEdit) **string { return &e.Language }))
	return field
}

// tags are the tags of one document, or those that several get or lose.
func (f *detailsForm) tags(known []string) {
	normal := func(typed string) string { return store.JoinTags(store.SplitTags(typed)) }
	if len(f.documents) == 1 {
		stored := f.documents[0].Tags
		f.tagField = newTagField(f.host, stored, locale.T("energy, EU"), known)
		f.drafts.Add("tags", locale.T("The tags"), stored, f.tagField.Entry.SetText, &f.tagField.Entry.OnChanged)
		f.edits = append(f.edits, func(e *store.DocumentEdit) { workspace.Keep(&e.Tags, stored, normal(f.tagField.Entry.Text)) })
		f.row(dialogs.Top(widget.NewLabel(locale.T("Tags"))), f.tagField.body(f.problem))
		return
	}
	theirs := tagsIn(f.documents)
	f.tagField = newTagField(f.host, "", locale.T("to all documents"), known)
	remove := newTagField(f.host, "", locale.T("from all documents that have them"), theirs)
	f.drafts.Add("add-tags", locale.T("The tags to add"), "", f.tagField.Entry.SetText, &f.tagField.Entry.OnChanged)
	f.drafts.Add("remove-tags", locale.T("The tags to remove"), "", remove.Entry.SetText, &remove.Entry.OnChanged)
	f.edits = append(f.edits, func(e *store.DocumentEdit) {
		e.AddTags, e.RemoveTags = normal(f.tagField.Entry.Text), normal(remove.Entry.Text)
	})
	f.row(dialogs.Top(widget.NewLabel(locale.T("Add tags"))), f.tagField.body(f.problem))
	f.row(dialogs.Top(widget.NewLabel(locale.T("Remove tags"))), remove.body(f.problem))
}

// tooManyTags tells whether a document would have more tags than it may.
func (f *detailsForm) tooManyTags() bool {
	edit := f.edit()
	for _, doc := range f.documents {
		if edit.Tags != nil {
			doc.Tags = *edit.Tags
		}
		if len(store.SplitTags(doc.Tags+","+edit.AddTags)) > store.MostTags {
			return true
		}
	}
	return false
}

// note is the field for a note of several lines.
func (f *detailsForm) note() *textfield.Field {
	stored, differs := f.common(func(doc *store.Document) *string { return &doc.Note })
	note := f.host.TextField(hint(locale.T("About the document"), differs), 2)
	note.SetText(stored)
	f.drafts.AddText("note", locale.T("The note"), stored, note)
	f.row(dialogs.Top(widget.NewLabel(locale.T("Note"))), f.keep(note, stored, differs, note.Text, func(e *store.DocumentEdit) **string { return &e.Note }))
	return note
}

// statuses are those that the user can give a document, "" for what follows from its claims.
var statuses = []store.DocumentStatus{"", store.DocumentNew, store.DocumentInProgress, store.DocumentDone}

// fromClaims is how the status that follows from the claims is called.
const fromClaims = "From its claims"

// statusName is how a status is called.
func statusName(s store.DocumentStatus) string {
	switch s {
	case store.DocumentNew:
		return locale.T("New")
	case store.DocumentInProgress:
		return locale.T("In progress")
	case store.DocumentDone:
		return locale.T("Done")
	}
	return format.UpperFirst(string(s))
}

// status chooses the status.
func (f *detailsForm) status() {
	stated := func(doc *store.Document) *string { return (*string)(&doc.Stated) }
	stored, differs := f.common(stated)
	var options []string
	for _, s := range statuses {
		options = append(options, statusName(s))
	}
	options[0] = locale.T(fromClaims)
	if len(f.documents) == 1 {
		derived := f.documents[0]
		if i := f.host.Workspace.DocumentIndex(derived.ID); i >= 0 { // whose counts follow every change, unlike those of the open document
			derived = f.host.Workspace.Documents[i]
		}
		derived.Stated = ""
		if s := f.host.Workspace.VisibleStatus(&derived); s != "" {
			options[0] = locale.T("From its claims: {{.Status}}", "Status", statusName(s))
		}
	}
	first := 0 // of the statuses among the options
	if differs {
		options, first = append([]string{locale.T(several)}, options...), 1
	}
	choice := dialogs.NewKeySelect(options, f.host.ModalEnd)
	set := func(status string) {
		for i, s := range statuses {
			if string(s) == status {
				choice.SetSelectedIndex(first + i)
			}
		}
	}
	if differs {
		choice.SetSelectedIndex(0)
	} else {
		set(stored)
	}
	value := func() (store.DocumentStatus, bool) {
		i := choice.SelectedIndex() - first
		if i < 0 {
			return "", false
		}
		return statuses[i], true
	}
	draft := f.drafts.Add("status", locale.T("The status"), stored, set, nil)
	choice.OnChanged = func(string) {
		if s, chosen := value(); chosen {
			draft.Typed(string(s))
		}
	}
	f.edits = append(f.edits, func(e *store.DocumentEdit) {
		if s, chosen := value(); chosen && (differs || string(s) != stored) {
			e.Stated = &s
		}
	})
	f.row(widget.NewLabel(locale.T("Status")), choice)
}

// file shows where the document came from.
func (f *detailsForm) file(correctEncoding func()) {
	doc := f.documents[0]
	facts := dialogs.Wrapped(strings.Join(format.NonEmpty(format.NameLine(doc.FileName), formatOf(doc.FileName), format.NameLine(doc.Charset), locale.N("{{.N}} characters", doc.Length)), " · ") +
		"\n" + locale.T("Added {{.Date}}", "Date", format.DateAndTime(doc.AddedAt)) + "\n" + locale.T("SHA-256 of the text:") + "\n" + doc.SHA256[:32] + "\n" + doc.SHA256[32:])
	encoding := dialogs.NewKeyButton(locale.T("Encoding…"), f.host.ModalKey, correctEncoding)
	if doc.Charset == "" { // the file has none
		encoding.SetText(locale.T("Extract again…"))
	}
	dialogs.SetVisible(encoding, MayExtractAgain(doc))
	hash := dialogs.NewKeyButton(locale.T("Copy SHA-256"), f.host.ModalKey, func() {
		f.host.App.Clipboard().SetContent(doc.SHA256)
		f.host.Workspace.Notices.Send(locale.T("SHA-256 copied."))
	})
	f.row(dialogs.Top(widget.NewLabel(locale.T("File"))), container.NewBorder(nil, nil, nil, container.NewVBox(encoding, hash), facts))
}

// formats are the formats of files by their endings.
var formats = map[string]ingest.Format{
	".txt": ingest.PlainText, ".md": ingest.Markdown, ".html": ingest.WebPage, ".htm": ingest.WebPage, ".mhtml": ingest.WebArchive, ".mht": ingest.WebArchive,
	".pdf": ingest.PDF, ".docx": ingest.Word, ".odt": ingest.OpenText, ".rtf": ingest.RichText, ".epub": ingest.Book, ".eml": ingest.Mail, ".mbox": ingest.Mailbox,
	".srt": ingest.Subtitles, ".vtt": ingest.Subtitles, ".csv": ingest.Table, ".tsv": ingest.Table, ".xlsx": ingest.Workbook, ".jsonl": ingest.JSONLines,
}

// formatOf names the format of a file by its ending.
func formatOf(name string) string {
	ending := strings.ToLower(filepath.Ext(name))
	if known := formats[ending]; known != "" {
		return formatName(known)
	}
	return format.NameLine(strings.ToUpper(strings.TrimPrefix(ending, ".")))
}

// formatName is how a format is called.
func formatName(f ingest.Format) string {
	switch f {
	case ingest.PlainText:
		return locale.T("plain text")
	case ingest.WebPage:
		return locale.T("web page")
	case ingest.WebArchive:
		return locale.T("web archive")
	case ingest.Word:
		return locale.T("Word document")
	case ingest.OpenText:
		return locale.T("OpenDocument text")
	case ingest.RichText:
		return locale.T("rich text")
	case ingest.Book:
		return locale.T("EPUB book")
	case ingest.Mail:
		return locale.T("email")
	case ingest.Mailbox:
		return locale.T("mailbox")
	case ingest.Subtitles:
		return locale.T("subtitles")
	case ingest.Table:
		return locale.T("table")
	case ingest.Workbook:
		return locale.T("Excel workbook")
	case ingest.Archive:
		return locale.T("ZIP archive")
	}
	return string(f) // the names of the others are the same in all languages
}

// knownOf is what is known of a document, in a line.
func knownOf(doc store.Document) []string {
	return format.NonEmpty(format.NameLine(doc.Publisher), format.NameLine(doc.Author), doc.Published, format.LanguageName(doc.Language), format.NameLine(doc.Tags))
}
