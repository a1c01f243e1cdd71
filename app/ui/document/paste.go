package document

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/importing"
	"factmark/app/ingest"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
)

// The names that files would have whose content was pasted.
const (
	pastedPage = "Pasted page.html"
	pastedText = "Pasted text.txt"
)

// AskPaste makes a document of what the clipboard holds: of its formatted text where the desktop gives it, else of its plain text. What is
// known of it can be said before.
func (d *DocumentDialogs) AskPaste() {
	model := d.Workspace
	if !model.MayWrite() {
		return
	}
	text, html := d.App.Clipboard().Content(), d.System.ClipboardHTML
	model.Back.Go(func() {
		part := ingest.Part{}
		if html != nil {
			// All of it was selected by the user, and none of it is a page's menu.
			part = readPasted(model.Ctx, pastedPage, html(model.Ctx), ingest.Options{WholePage: true})
		}
		if part.Document == nil && strings.TrimSpace(text) != "" {
			part = readPasted(model.Ctx, pastedText, []byte(text), ingest.Options{})
		}
		model.Back.OnUI(func() {
			switch {
			case len(d.Modals) > 0 || model.Ctx.Err() != nil: // something else was begun
			case part.Err != nil:
				model.Fail(part.Err)
			case part.Document == nil:
				model.Notices.Send(locale.T("There is no text on the clipboard."))
			default:
				d.askPasted(part)
			}
		})
	})
}

// readPasted reads what was pasted; nothing comes of nothing.
func readPasted(ctx context.Context, name string, raw []byte, options ingest.Options) ingest.Part {
	if len(raw) == 0 {
		return ingest.Part{}
	}
	reader := ingest.NewReader(options)
	defer reader.Close()
	return reader.Decode(ctx, name, raw)[0]
}

// askPasted shows what was pasted, and asks what is known of it.
func (d *DocumentDialogs) askPasted(part ingest.Part) *dialogs.OpenModal {
	doc := part.Document
	title := d.DetailEntry(doc.Title, locale.T("Title"))
	url := d.DetailEntry(doc.SourceURL, locale.T("https://…"))
	published := d.DetailEntry(doc.Published, dialogs.DateHint())
	publisher := d.DetailEntry(doc.Publisher, locale.T("Who published it"))
	problem := d.NewFormProblem(1)
	preview := dialogs.Wrapped("")
	size := d.Win.Canvas().Size()
	width := min(640, size.Width-80)
	form := container.New(layout.NewFormLayout(), widget.NewLabel(locale.T("Title")), problem.Field(title), widget.NewLabel("URL"), url,
		widget.NewLabel(locale.T("Published")), problem.Field(published), widget.NewLabel(locale.T("Publisher")), publisher)
	said := locale.N("{{.N}} characters", len([]rune(doc.Text)))
	if doc.Format == ingest.WebPage {
		said = locale.N("{{.N}} characters, from formatted text", len([]rune(doc.Text)))
	}
	count := widget.NewLabel(said)
	count.Importance = widget.LowImportance
	model := d.Workspace
	model.Back.Go(func() {
		lines := beginningOf(doc.Text)
		model.Back.OnUI(func() { preview.SetText(lines) })
	})
	return d.ShowModal(dialogs.Modal{Title: locale.T("Paste as document"), Confirm: locale.T("Import"), Cancel: locale.T("Cancel"), Width: width, Focus: title,
		Content: container.NewVBox(container.NewGridWrap(fyne.NewSize(width, previewHeight), container.NewVScroll(preview)), count, form, problem.Body),
		OnConfirm: func() bool {
			switch {
			case strings.TrimSpace(title.Text) == "":
				return problem.At(title, noTitle)
			case !format.IsPartialDate(strings.TrimSpace(published.Text)):
				return problem.At(published, dialogs.WrongDate())
			}
			doc.Title, doc.SourceURL = strings.TrimSpace(title.Text), strings.TrimSpace(url.Text)
			doc.Published, doc.Publisher = strings.TrimSpace(published.Text), strings.TrimSpace(publisher.Text)
			d.add(&importing.Batch{Items: []importing.Item{{Part: part}}}, nil, func(bool) {})
			return true
		}})
}

// beginningOf is the first lines of a text, for a preview.
func beginningOf(text string) string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = format.OneLine(line); line != "" {
			lines = append(lines, dialogs.VisualOrder(format.Visible(format.Shorten(line, previewLength))))
		}
		if len(lines) == previewLines {
			break
		}
	}
	return strings.Join(lines, "\n")
}
