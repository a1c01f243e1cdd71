package document

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/profile"
	"factmark/app/ui/dialogs"
	"factmark/store"
	"factmark/widgets/docview"
)

// versionList shows the earlier texts of a document: until when each was the
// document's, and ways to read or keep it.
func (d *DocumentDialogs) versionList(doc store.Document, versions []store.Version) fyne.CanvasObject {
	rows := container.New(layout.NewCustomPaddedVBoxLayout(-4))
	for _, v := range versions {
		said := widget.NewLabel(strings.Join(format.NonEmpty(locale.T("until {{.Date}}", "Date", format.DateAndTime(v.ReplacedAt)), v.FileName,
			locale.N("{{.N}} characters", v.Length)), " · "))
		said.Truncation = fyne.TextTruncateEllipsis
		rows.Add(container.NewBorder(nil, nil, nil, container.NewHBox(
			dialogs.NewKeyButton(locale.T("Read"), d.ModalKey, func() { d.readVersion(doc, v) }),
			dialogs.NewKeyButton(locale.T("Save as text…"), d.ModalKey, func() { d.SaveVersion(v) })), said))
	}
	if len(versions) <= 3 {
		return rows
	}
	scroll := container.NewVScroll(rows)
	scroll.SetMinSize(fyne.NewSize(0, 130))
	return scroll
}

// readVersion opens an earlier text to be read.
func (d *DocumentDialogs) readVersion(doc store.Document, v store.Version) {
	model := d.Workspace
	model.Back.Go(func() {
		text, err := model.Store.EarlierText(model.Ctx, v.SHA256)
		model.Back.OnUI(func() {
			if err != nil {
				model.Fail(fmt.Errorf("reading the earlier text: %w", err))
				return
			}
			view := docview.New()
			view.After = model.Back.Later
			view.SetTypography(d.Typography())
			view.OnKey = func(e *fyne.KeyEvent) { d.ModalKey(e.Name) }
			view.SetText(text, nil)
			size := d.Win.Canvas().Size()
			page := container.NewGridWrap(fyne.NewSize(min(860, size.Width-80), max(200, min(640, size.Height-200))), view)
			d.ShowModal(dialogs.Modal{Title: locale.T("“{{.Title}}”, until {{.Date}}", "Title", format.Shorten(doc.Title, 60), "Date", format.DateAndTime(v.ReplacedAt)),
				Content: page, Confirm: locale.T("Close"), Width: 560, Focus: view})
		})
	})
}

// SaveVersion writes an earlier text to a file of its own.
func (d *DocumentDialogs) SaveVersion(v store.Version) {
	name := strings.TrimSuffix(v.FileName, filepath.Ext(v.FileName))
	if name == "" {
		name = locale.T("Earlier text")
	}
	name += " until " + v.ReplacedAt.Local().Format("2006-01-02") + ".txt"
	model := d.Workspace
	d.AskSave(profile.Documents, locale.T("Save the earlier text"), name, func(out io.Writer) error {
		text, err := model.Store.EarlierText(model.Ctx, v.SHA256)
		if err == nil {
			_, err = io.WriteString(out, text)
		}
		return err
	})
}
