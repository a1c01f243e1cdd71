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
		model.Notices.Send("Open a document first.")
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
	title := f.line("Title", "title", "Title", func(doc *store.Document) *string { return &doc.Title }, func(e *store.DocumentEdit) **string { return &e.Title })
	f.line("Publisher", "publisher", "Who published it", func(doc *store.Document) *string { return &doc.Publisher }, func(e *store.DocumentEdit) **string { return &e.Publisher })
	f.line("Author", "author", "Who wrote it", func(doc *store.Document) *string { return &doc.Author }, func(e *store.DocumentEdit) **string { return &e.Author })
	published := f.published()
	f.line("URL", "source", "https://…", func(doc *store.Document) *string { return &doc.SourceURL }, func(e *store.DocumentEdit) **string { return &e.SourceURL })
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
		f.row(dialogs.Top(widget.NewLabel("Earlier texts")), d.versionList(documents[0], versions))
	}
	name := "Document"
	if len(documents) > 1 {
		name = format.Plural(len(documents), "document")
	}
	dialog = d.ShowModal(dialogs.Modal{Title: name, Content: container.NewVBox(f.form, f.problem.Body), Confirm: "Save", Cancel: "Cancel", Width: 600, Focus: title,
		Form: f.drafts, Saves: true, Fields: []*textfield.Field{note},
		TypedInto: func() bool { return f.edit() != store.DocumentEdit{} },
		OnConfirm: func() bool {
			edit := f.edit()
			_, known := format.ParseLanguage(language.Text)
			switch {
			case edit.Title != nil && *edit.Title == "":
				return f.problem.At(title, noTitle)
			case !format.IsPartialDate(strings.TrimSpace(published.Text)):
				return f.problem.At(published, dialogs.WrongDate())
			case !known:
				return f.problem.At(language, "Choose a language from the list, or type its tag, such as en or pt-BR.")
			case f.tooManyTags():
				return f.problem.At(f.tagField.Entry, "A document can have at most 100 tags.")
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

const noTitle = "A document needs a title."

// several is what stands in a field whose value differs between the documents.
const several = "several"

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
	clearing.Text = "Clear"
	f.edits = append(f.edits, func(e *store.DocumentEdit) {
		if typed := value(); typed != "" || clearing.Checked {
			*to(e) = &typed
		}
	})
	return container.NewBorder(nil, nil, nil, dialogs.Top(clearing), field)
}

func hint(usual string, differs bool) string {
	if differs {
		return several
	}
	return usual
}

// line is a field of one line.
func (f *detailsForm) line(caption, name, usual string, of func(*store.Document) *string, to func(*store.DocumentEdit) **string) *dialogs.KeyEntry {
	stored, differs := f.common(of)
	entry := f.host.DetailEntry(stored, hint(usual, differs))
	f.drafts.Add(name, "The "+format.LowerFirst(strings.Replace(caption, "URL", "address", 1)), stored, entry.SetText, &entry.OnChanged)
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
	draft := f.drafts.Add("published", "The date", stored, set, nil)
	entry.OnChanged = func(string) { draft.Typed(value()) }
	unsure.OnChanged = func(bool) {
		f.problem.Clear()
		draft.Typed(value())
	}
	field := f.keep(f.problem.Field(entry), stored, differs, value, func(e *store.DocumentEdit) **string { return &e.Published })
	f.row(widget.NewLabel("Published"), container.NewBorder(nil, nil, nil, unsure, field))
	return entry
}

// language is the field for the language: by its name, or by any tag.
func (f *detailsForm) language() *dialogs.KeySelectEntry {
	stored, differs := f.common(func(doc *store.Document) *string { return &doc.Language })
	field := dialogs.NewKeySelectEntry(format.LanguageChoices(), f.host.ModalKey)
	field.SetPlaceHolder(hint("Its name, or a tag such as en or pt-BR", differs))
	field.SetText(format.LanguageChoice(stored))
	f.drafts.Add("language", "The language", format.LanguageChoice(stored), field.SetText, &field.OnChanged)
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
	f.row(widget.NewLabel("Language"), f.keep(f.problem.Field(field), stored, differs, value, func(e *store.DocumentEdit) **string { return &e.Language }))
	return field
}

// tags are the tags of one document, or those that several get or lose.
func (f *detailsForm) tags(known []string) {
	normal := func(typed string) string { return store.JoinTags(store.SplitTags(typed)) }
	if len(f.documents) == 1 {
		stored := f.documents[0].Tags
		f.tagField = newTagField(f.host, stored, "energy, EU", known)
		f.drafts.Add("tags", "The tags", stored, f.tagField.Entry.SetText, &f.tagField.Entry.OnChanged)
		f.edits = append(f.edits, func(e *store.DocumentEdit) { workspace.Keep(&e.Tags, stored, normal(f.tagField.Entry.Text)) })
		f.row(dialogs.Top(widget.NewLabel("Tags")), f.tagField.body(f.problem))
		return
	}
	theirs := tagsIn(f.documents)
	f.tagField = newTagField(f.host, "", "to all of them", known)
	remove := newTagField(f.host, "", "from all that have them", theirs)
	f.drafts.Add("add-tags", "The tags to add", "", f.tagField.Entry.SetText, &f.tagField.Entry.OnChanged)
	f.drafts.Add("remove-tags", "The tags to remove", "", remove.Entry.SetText, &remove.Entry.OnChanged)
	f.edits = append(f.edits, func(e *store.DocumentEdit) {
		e.AddTags, e.RemoveTags = normal(f.tagField.Entry.Text), normal(remove.Entry.Text)
	})
	f.row(dialogs.Top(widget.NewLabel("Add tags")), f.tagField.body(f.problem))
	f.row(dialogs.Top(widget.NewLabel("Remove tags")), remove.body(f.problem))
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
	note := f.host.TextField(hint("About the document", differs), 2)
	note.SetText(stored)
	f.drafts.AddText("note", "The note", stored, note)
	f.row(dialogs.Top(widget.NewLabel("Note")), f.keep(note, stored, differs, note.Text, func(e *store.DocumentEdit) **string { return &e.Note }))
	return note
}

// statuses are those that the user can give a document, "" for what follows from its claims.
var statuses = []store.DocumentStatus{"", store.DocumentNew, store.DocumentInProgress, store.DocumentDone}

// fromClaims is how the status that follows from the claims is called.
const fromClaims = "From its claims"

// status chooses the status.
func (f *detailsForm) status() {
	stated := func(doc *store.Document) *string { return (*string)(&doc.Stated) }
	stored, differs := f.common(stated)
	var options []string
	for _, s := range statuses {
		options = append(options, format.UpperFirst(string(s)))
	}
	options[0] = fromClaims
	if len(f.documents) == 1 {
		derived := f.documents[0]
		if i := f.host.Workspace.DocumentIndex(derived.ID); i >= 0 { // whose counts follow every change, unlike those of the open document
			derived = f.host.Workspace.Documents[i]
		}
		derived.Stated = ""
		if s := f.host.Workspace.VisibleStatus(&derived); s != "" {
			options[0] += ": " + string(s)
		}
	}
	first := 0 // of the statuses among the options
	if differs {
		options, first = append([]string{several}, options...), 1
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
	draft := f.drafts.Add("status", "The status", stored, set, nil)
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
	f.row(widget.NewLabel("Status"), choice)
}

// file shows where the document came from.
func (f *detailsForm) file(correctEncoding func()) {
	doc := f.documents[0]
	facts := dialogs.Wrapped(strings.Join(format.NonEmpty(format.NameLine(doc.FileName), formatOf(doc.FileName), format.NameLine(doc.Charset), format.Plural(doc.Length, "character")), " · ") +
		"\nAdded " + doc.AddedAt.Local().Format("2 Jan 2006, 15:04") + "\nSHA-256 of the text:\n" + doc.SHA256[:32] + "\n" + doc.SHA256[32:])
	encoding := dialogs.NewKeyButton("Encoding…", f.host.ModalKey, correctEncoding)
	if doc.Charset == "" { // the file has none
		encoding.SetText("Extract again…")
	}
	dialogs.SetVisible(encoding, MayExtractAgain(doc))
	hash := dialogs.NewKeyButton("Copy SHA-256", f.host.ModalKey, func() {
		f.host.App.Clipboard().SetContent(doc.SHA256)
		f.host.Workspace.Notices.Send("The SHA-256 is in the clipboard.")
	})
	f.row(dialogs.Top(widget.NewLabel("File")), container.NewBorder(nil, nil, nil, container.NewVBox(encoding, hash), facts))
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
		return string(known)
	}
	return format.NameLine(strings.ToUpper(strings.TrimPrefix(ending, ".")))
}

// knownOf is what is known of a document, in a line.
func knownOf(doc store.Document) []string {
	return format.NonEmpty(format.NameLine(doc.Publisher), format.NameLine(doc.Author), doc.Published, format.LanguageName(doc.Language), format.NameLine(doc.Tags))
}
