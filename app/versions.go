package app

import (
	"fmt"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/store"
	"factmark/widgets/docview"
)

// versionList shows the earlier texts of a document: until when each was the
// document's, and ways to read or keep it.
func (w *documentDialogs) versionList(doc store.Document, versions []store.Version) fyne.CanvasObject {
	rows := container.New(layout.NewCustomPaddedVBoxLayout(-4))
	for _, v := range versions {
		said := widget.NewLabel(strings.Join(format.NonEmpty("until "+v.ReplacedAt.Local().Format("2 Jan 2006, 15:04"), v.FileName,
			format.Plural(v.Length, "character")), " · "))
		said.Truncation = fyne.TextTruncateEllipsis
		rows.Add(container.NewBorder(nil, nil, nil, container.NewHBox(
			newKeyButton("Read", w.modalKey, func() { w.readVersion(doc, v) }),
			newKeyButton("Save as text…", w.modalKey, func() { w.saveVersion(v) })), said))
	}
	if len(versions) <= 3 {
		return rows
	}
	scroll := container.NewVScroll(rows)
	scroll.SetMinSize(fyne.NewSize(0, 130))
	return scroll
}

// readVersion opens an earlier text to be read.
func (w *documentDialogs) readVersion(doc store.Document, v store.Version) {
	d := w.desk
	d.back.do(func() {
		text, err := d.store.EarlierText(d.ctx, v.SHA256)
		d.back.post(func() {
			if err != nil {
				d.fail(fmt.Errorf("reading the earlier text: %w", err))
				return
			}
			view := docview.New()
			view.After = d.back.later
			view.SetTextSize(w.textSize)
			view.OnKey = func(e *fyne.KeyEvent) { w.modalKey(e.Name) }
			view.SetText(text, nil)
			size := w.win.Canvas().Size()
			page := container.NewGridWrap(fyne.NewSize(min(860, size.Width-80), max(200, min(640, size.Height-200))), view)
			w.showModal(modal{title: "“" + format.Shorten(doc.Title, 60) + "”, until " + v.ReplacedAt.Local().Format("2 Jan 2006, 15:04"),
				content: page, confirm: "Close", width: 560, focus: view})
		})
	})
}

// saveVersion writes an earlier text to a file of its own.
func (w *documentDialogs) saveVersion(v store.Version) {
	name := strings.TrimSuffix(v.FileName, filepath.Ext(v.FileName))
	if name == "" {
		name = "Earlier text"
	}
	name += " until " + v.ReplacedAt.Local().Format("2006-01-02") + ".txt"
	w.askPath("Save the earlier text", "Save", name, func(file string) (string, string) { return file, freeForNew(file) },
		func(file string) { w.writeVersion(v, file) })
}

func (w *documentDialogs) writeVersion(v store.Version, file string) {
	d := w.desk
	d.back.do(func() {
		text, err := d.store.EarlierText(d.ctx, v.SHA256)
		if err == nil {
			err = writeNew(file, text)
		}
		d.back.post(func() {
			if err != nil {
				d.fail(fmt.Errorf("saving the earlier text: %w", err))
				return
			}
			d.told.send("The earlier text is in " + file + ".")
		})
	})
}
