package document

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/importing"
	"factmark/app/ingest"
	"factmark/app/locale"
	"factmark/app/profile"
	"factmark/app/replacing"
	"factmark/app/ui/dialogs"
	"factmark/store"
)

// ShowOriginal writes the file that a document came from where the user says, byte for byte, and opens it in another program if they want that.
func (d *DocumentDialogs) ShowOriginal(doc store.Document) {
	model := d.Workspace
	if doc.ID == "" {
		model.Notices.Send(locale.T("Open a document first."))
		return
	}
	d.withOriginal(doc, func(raw []byte) {
		name := originalName(doc)
		open := dialogs.NewKeyCheck(d.ModalKey)
		open.SetText(locale.T("Open it in its default program"))
		var extra []dialogs.SaveOption
		if d.System.OpenFile != nil && slices.Contains(ingest.Extensions(), strings.ToLower(filepath.Ext(name))) {
			warn := dialogs.Small(locale.T("Its contents may make that program use the network."))
			extra = append(extra, dialogs.SaveOption{Content: container.NewVBox(open, warn), Saved: func(path string) {
				if !open.Checked || !slices.Contains(ingest.Extensions(), strings.ToLower(filepath.Ext(path))) { // the desktop might run others
					return
				}
				model.Back.Go(func() {
					if err := d.System.OpenFile(path); err != nil {
						model.Back.OnUI(func() { model.Fail(err) })
					}
				})
			}})
		}
		d.AskSave(profile.Documents, locale.T("Show original"), name, func(out io.Writer) error {
			_, err := out.Write(raw)
			return err
		}, extra...)
	})
}

// withOriginal reads the file that a document came from.
func (d *DocumentDialogs) withOriginal(doc store.Document, then func(raw []byte)) {
	model := d.Workspace
	model.Back.Go(func() {
		raw, err := model.Store.Original(model.Ctx, doc.ID)
		model.Back.OnUI(func() {
			switch {
			case errors.Is(err, store.ErrNotFound):
				model.Notices.Send(locale.T("The original file isn't in this workspace."))
			case err != nil:
				model.Fail(fmt.Errorf("reading the document's file: %w", err))
			case len(d.Modals) == 0:
				then(raw)
			}
		})
	})
}

// originalName is a name for the file that a document came from. Where only the text is kept, as of a row of a table, it is that of a text.
func originalName(doc store.Document) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || !unicode.IsPrint(r) {
			return '_'
		}
		return r
	}, doc.FileName)
	if name = strings.TrimLeft(name, ". "); name == "" {
		name = "document"
	}
	if ext := strings.ToLower(filepath.Ext(name)); doc.OriginalSHA256 == doc.SHA256 && doc.Charset == "" && ext != ".txt" {
		name += ".txt"
	}
	return name
}

// MayExtractAgain tells whether the file of a document can be read in more than one way, as far as its record tells.
func MayExtractAgain(doc store.Document) bool {
	switch strings.ToLower(filepath.Ext(doc.FileName)) {
	case ".pdf", ".mhtml", ".mht":
		return doc.OriginalSHA256 != doc.SHA256
	}
	return doc.Charset != ""
}

// AskExtractAgain reads the file of a document anew, in another way, and replaces the document's text by that; its claims keep their places.
func (d *DocumentDialogs) AskExtractAgain(doc store.Document) {
	switch {
	case doc.ID == "":
		d.Workspace.Notices.Send(locale.T("Open a document first."))
	case !MayExtractAgain(doc):
		d.Workspace.Notices.Send(locale.T(onlyOneWay))
	default:
		d.CorrectEncoding(doc)
	}
}

const onlyOneWay = "This document's file can be read in one way only."

// askExtraction asks how a file is to be read.
func (d *DocumentDialogs) askExtraction(doc store.Document, raw []byte, kind ingest.Format) {
	unchanged := func() {}
	pages, hyphens, encoding := d.pagePick(unchanged), d.hyphensCheck(unchanged), d.encodingPick(unchanged)
	form := container.New(layout.NewFormLayout())
	var focus fyne.Focusable = pages.Box.Objects[0].(*dialogs.RadioOption)
	switch kind {
	case ingest.PDF:
		focus = hyphens
		form.Add(widget.NewLabel(locale.T("Text")))
		form.Add(hyphens)
	case ingest.WebPage:
		form.Add(widget.NewLabel(locale.T("Encoding")))
		form.Add(encoding)
		fallthrough
	default:
		form.Add(widget.NewLabel(locale.T("Extract")))
		form.Add(pages)
	}
	hint := dialogs.Wrapped(locale.T("The imported file is kept in the workspace and can be read again. Before anything changes you see where the claims will be; the present text is kept."))
	d.ShowModal(dialogs.Modal{Title: locale.T("Extract “{{.Title}}” again", "Title", format.Shorten(doc.Title, 50)), Confirm: locale.T("Compare"), Cancel: locale.T("Cancel"), Width: 560,
		Content: container.NewVBox(hint, form), Focus: focus,
		OnConfirm: func() bool {
			d.compareExtraction(doc, raw, ingest.Options{Encoding: pickedEncoding(encoding), WholePage: pages.Selected == locale.T(WholePage), KeepHyphens: hyphens.Checked})
			return true
		}})
}

// errSameText says that a file gives the text that the document has.
var errSameText = errors.New("read in this way the file gives the text that the document has already; nothing was changed")

// compareExtraction shows where the claims of a document would stand in its file's text, read with other options.
func (d *DocumentDialogs) compareExtraction(doc store.Document, raw []byte, options ingest.Options) {
	st := d.Workspace.Store
	d.compareWith(doc, func(ctx context.Context, progress func(done, total int)) (*replacing.Plan, error) {
		read, err := decode(ctx, doc.FileName, raw, options)
		if err != nil {
			return nil, err
		}
		now, err := st.Text(ctx, doc.ID)
		switch {
		case err != nil:
			return nil, err
		case now == read.Text:
			return nil, errSameText
		}
		text := importing.New(read)
		text.FileName = doc.FileName
		keepKnown(&text, doc)
		return replacing.Look(ctx, st, doc.ID, text, progress)
	})
}

// keepKnown leaves to a newer text what is known of the document already: the user may have corrected it.
func keepKnown(text *store.NewDocument, doc store.Document) {
	for _, f := range []struct {
		is  *string
		was string
	}{{&text.Title, doc.Title}, {&text.Publisher, doc.Publisher}, {&text.Published, doc.Published}, {&text.SourceURL, doc.SourceURL},
		{&text.Author, doc.Author}, {&text.Language, doc.Language}} {
		if f.was != "" {
			*f.is = ""
		}
	}
}
