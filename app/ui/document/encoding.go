package document

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/charset"
	"factmark/app/format"
	"factmark/app/importing"
	"factmark/app/ingest"
	"factmark/app/locale"
	"factmark/app/replacing"
	"factmark/app/ui/dialogs"
	"factmark/store"
)

// EncodingQuestion asks which encoding a file is in.
type EncodingQuestion struct {
	Title, hint, Confirm string
	Raw                  []byte
	First                []*charset.Encoding // shown above all others
	Present              *charset.Encoding   // chosen at the beginning; where it is nil nothing is, and the user must
	Also                 string              // offers to answer for other files too; "" where there are none
	Chosen               func(in *charset.Encoding, also bool)
	left                 func()          // without an answer; may be nil
	leaveOut             func(also bool) // goes on without the file, and the others too; nil where there is nothing to go on with
}

// encodingDialog is the question on screen, with the beginning of the text in the encoding that is chosen.
type encodingDialog struct {
	EncodingQuestion
	host      *DocumentDialogs
	Encodings []*charset.Encoding
	At        int // the one that is chosen
	list      *dialogs.KeyList
	Preview   *widget.Label
	Dialog    *dialogs.OpenModal
}

// AskEncoding opens the dialog that asks for a file's encoding, and returns it at once.
func (d *DocumentDialogs) AskEncoding(q EncodingQuestion) *encodingDialog {
	e := &encodingDialog{EncodingQuestion: q, host: d, Encodings: slices.Clone(q.First), At: -1}
	var last []*charset.Encoding // those of Unicode, which were found out or ruled out before
	for _, each := range charset.All() {
		switch {
		case slices.Contains(e.Encodings, each):
		case strings.HasPrefix(each.Name, "utf-") && !(each.Name == "utf-8" && utf8.Valid(q.Raw)):
			last = append(last, each)
		default:
			e.Encodings = append(e.Encodings, each)
		}
	}
	e.Encodings = append(e.Encodings, last...)
	hint := dialogs.Wrapped(q.hint)
	keys := widget.NewLabel(locale.T("Up and Down select an encoding; the preview is below."))
	keys.Importance = widget.LowImportance
	keys.SizeName = theme.SizeNameCaptionText
	e.list = dialogs.NewKeyList(d.ModalKey, func() int { return len(e.Encodings) }, func() fyne.CanvasObject { return widget.NewLabel("") },
		func(i widget.ListItemID, o fyne.CanvasObject) { o.(*widget.Label).SetText(e.Encodings[i].String()) })
	e.list.OnSelected = e.choose
	e.Preview = dialogs.Wrapped("")
	also := dialogs.NewKeyCheck(d.ModalKey)
	also.SetText(q.Also)
	also.SetChecked(true)
	size := d.Win.Canvas().Size()
	width := min(700, size.Width-80)
	content := container.NewVBox(hint, container.NewGridWrap(fyne.NewSize(width, min(190, size.Height*0.3)), e.list), keys,
		container.NewGridWrap(fyne.NewSize(width, previewHeight), container.NewVScroll(e.Preview)))
	if q.Also != "" {
		content.Add(also)
	}
	answered := false
	other, onOther := "", func() {}
	if q.leaveOut != nil {
		other, onOther = locale.T("Skip file"), func() {
			q.left = nil
			e.Dialog.Close()
			q.leaveOut(q.Also != "" && also.Checked)
		}
	}
	e.Dialog = d.ShowModal(dialogs.Modal{Other: other, OnOther: onOther, Title: q.Title, Content: content, Confirm: q.Confirm, Cancel: locale.T("Cancel"), Width: width, OnKey: e.typed,
		OnConfirm: func() bool { answered = true; return true },
		OnClose: func() {
			if answered {
				q.Chosen(e.Encodings[e.At], q.Also != "" && also.Checked)
			} else if q.left != nil {
				q.left()
			}
		}})
	if at := slices.Index(e.Encodings, q.Present); at >= 0 {
		e.list.Select(at)
	} else {
		e.Dialog.Ok.Disable()
		showPreview(e.Preview, locale.T("Select an encoding to preview the text."), nil)
	}
	return e
}

func (e *encodingDialog) choose(i widget.ListItemID) {
	if i == e.At {
		return
	}
	e.At = i
	e.Dialog.Ok.Disable() // until the text is seen
	back, in := e.host.Workspace.Back, e.Encodings[i]
	back.Go(func() {
		said, err := Beginning(e.Raw, in, charset.FirstDifference(e.Raw, e.First))
		back.OnUI(func() {
			if e.Encodings[e.At] != in {
				return // another one was chosen meanwhile
			}
			showPreview(e.Preview, said, err)
			if err == nil {
				e.Dialog.Ok.Enable()
			}
		})
	})
}

func (e *encodingDialog) typed(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyUp:
		e.list.Select(max(0, e.At-1))
	case fyne.KeyDown:
		e.list.Select(min(len(e.Encodings)-1, e.At+1))
	case fyne.KeyHome:
		e.list.Select(0)
	case fyne.KeyEnd:
		e.list.Select(len(e.Encodings) - 1)
	default:
		return false
	}
	return true
}

// The size of a preview.
const (
	previewLines  = 6
	previewLength = 110 // code points of a line
	previewHeight = 140 // pixels
)

func showPreview(preview *widget.Label, said string, err error) {
	preview.Importance = widget.MediumImportance
	if err != nil {
		preview.Importance = widget.DangerImportance
		said = locale.T("Can't be read in this encoding: {{.Reason}}.", "Reason", locale.Error(err))
	}
	preview.SetText(said)
}

// Beginning gives the first lines of a file in an encoding, from byte at on. Lines with characters beyond ASCII
// come first: only there do encodings differ.
func Beginning(raw []byte, in *charset.Encoding, at int) (string, error) {
	text, err := in.Decode(raw)
	if err != nil {
		return "", err
	}
	differs := -1 // where the first line does
	if before, err := in.Decode(raw[:at]); err == nil && at > 0 && strings.HasPrefix(text, before) {
		start := strings.LastIndexAny(before, "\r\n") + 1
		text, differs = text[start:], len(before)-start
	}
	var telling, plain []string
	for line := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		first := strings.IndexFunc(line, func(r rune) bool { return r >= utf8.RuneSelf })
		if differs >= 0 && first >= 0 {
			first, differs = min(differs, len(line)), -1
		}
		switch {
		case strings.TrimSpace(line) == "":
		case first >= 0:
			before := []rune(line[:first])
			if len(before) > previewLength/2 {
				line = "…" + string(before[len(before)-previewLength/2:]) + line[first:]
			}
			telling = append(telling, format.Shorten(format.OneLine(line), previewLength))
		case len(plain) < previewLines:
			plain = append(plain, format.Shorten(format.OneLine(line), previewLength))
		}
		if len(telling) == previewLines {
			break
		}
	}
	lines := append(telling, plain...)
	return strings.Join(lines[:min(len(lines), previewLines)], "\n"), nil
}

// reading says that nothing of an import is kept before all of it is read.
const reading = "Documents are added when all files have been read."

// readFiles reads files to be imported. Where an encoding is not sure, or it is not said which columns of a table hold what, it
// asks. then gets what was read, with no question open any more, or context.Canceled.
func (d *DocumentDialogs) readFiles(title, say string, paths []string, options ingest.Options, then func(*importing.Batch, error)) {
	var batch importing.Batch
	d.WorkingOn(title, say, func(ctx context.Context, progress func(done, total int, on string)) (err error) {
		batch, err = importing.Read(ctx, paths, options, func(done, total int, path string) { progress(done, total, filepath.Base(path)) })
		return err
	}, func(err error) {
		if err != nil {
			then(nil, err)
			return
		}
		d.settleEncodings(&batch, then)
	})
}

// settleEncodings asks for the encodings of files, once for all that may be in the same ones.
func (d *DocumentDialogs) settleEncodings(batch *importing.Batch, then func(*importing.Batch, error)) {
	var first *ingest.UnsureError
	alike := func(item *importing.Item) bool {
		u := item.Unsure()
		return u != nil && u.Guess.Encoding == first.Guess.Encoding && slices.Equal(u.Guess.Others, first.Guess.Others)
	}
	same := 0
	for i := range batch.Items {
		switch item := &batch.Items[i]; {
		case first == nil:
			first = item.Unsure()
		case alike(item):
			same++
		}
	}
	if first == nil {
		d.settleTables(batch, then)
		return
	}
	likely := append([]*charset.Encoding{first.Guess.Encoding}, first.Guess.Others...)
	also := ""
	if same > 0 {
		also = locale.N("Also use for {{.N}} other files that may be in these encodings", same)
	}
	meant := func(item *importing.Item, all bool) bool { return item.Unsure() == first || all && alike(item) }
	d.AskEncoding(EncodingQuestion{Title: locale.T("Encoding of {{.File}}", "File", format.Shorten(ingest.Shown(first.FileName), 60)), Confirm: locale.T("Use encoding"), Raw: first.Raw, First: likely, Also: also,
		leaveOut: func(all bool) {
			batch.Refuse(locale.T("skipped"), func(item *importing.Item) bool { return meant(item, all) })
			d.settleEncodings(batch, then)
		},
		hint: locale.T("The file doesn't name its character encoding, and several are possible. Choose the one in which the text looks right."),
		left: func() { then(nil, context.Canceled) },
		Chosen: func(in *charset.Encoding, all bool) {
			d.Working(locale.T("Importing"), locale.T(reading), func(ctx context.Context, _ func(done, total int)) error {
				return batch.Settle(ctx, func(item *importing.Item) *charset.Encoding {
					if !meant(item, all) {
						return nil
					}
					return in
				})
			}, func(err error) {
				if err != nil {
					then(nil, err)
					return
				}
				d.settleEncodings(batch, then)
			})
		}})
}

// CorrectEncoding reads a document's file anew in an encoding that the user says, or otherwise where its format can be read in several ways,
// and replaces its text by that.
func (d *DocumentDialogs) CorrectEncoding(doc store.Document) {
	model := d.Workspace
	model.Back.Go(func() {
		raw, kept, err := fileOf(model.Ctx, model.Store, doc)
		model.Back.OnUI(func() {
			if err != nil {
				model.Fail(fmt.Errorf("reading the document's file: %w", err))
				return
			}
			switch kind, err := ingest.FormatOf(doc.FileName, raw); {
			case err != nil || !kept: // the bytes of a text
			case kind == ingest.WebPage, kind == ingest.WebArchive, kind == ingest.PDF:
				d.askExtraction(doc, raw, kind)
				return
			case kind != ingest.PlainText && kind != ingest.Markdown && kind != ingest.Subtitles:
				model.Notices.Send(locale.T(onlyOneWay))
				return
			}
			var present []*charset.Encoding
			in, known := charset.Named(doc.Charset)
			if known {
				present = append(present, in)
			}
			hint := locale.T("The imported file is kept in the workspace and can be read again. Before anything changes you see where the claims will be.")
			if !kept {
				hint = locale.T("The file isn't in this workspace, so its bytes are restored from the text. Before anything changes you see where the claims will be.")
			}
			d.AskEncoding(EncodingQuestion{Title: locale.T("Encoding of “{{.Title}}”", "Title", format.Shorten(doc.Title, 50)), Confirm: locale.T("Compare"), Raw: raw, First: present, Present: in,
				hint:   hint,
				Chosen: func(in *charset.Encoding, _ bool) { d.compareEncoding(doc, raw, in) }})
		})
	})
}

// fileOf gives the bytes that a document's text was decoded from. A workspace that was handed over may lack the
// file. Then the text is encoded again, where that loses no byte, and kept is false.
func fileOf(ctx context.Context, st *store.Store, doc store.Document) (raw []byte, kept bool, err error) {
	raw, missing := st.Original(ctx, doc.ID)
	if !errors.Is(missing, store.ErrNotFound) {
		return raw, true, missing
	}
	in, known := charset.Named(doc.Charset)
	if !known {
		return nil, false, missing
	}
	text, err := st.Text(ctx, doc.ID)
	if err != nil {
		return nil, false, err
	}
	if raw, same := in.Encode(text); same {
		return raw, false, nil
	}
	return nil, false, missing
}

// compareEncoding shows where the claims of a document would stand in its file's text in another encoding. They
// stay at the same bytes where the text's present encoding is known.
func (d *DocumentDialogs) compareEncoding(doc store.Document, raw []byte, in *charset.Encoding) {
	st := d.Workspace.Store
	d.compareWith(doc, func(ctx context.Context, progress func(done, total int)) (*replacing.Plan, error) {
		read, err := decode(ctx, doc.FileName, raw, ingest.Options{Encoding: in})
		if err != nil {
			return nil, err
		}
		text := importing.New(read)
		text.FileName = doc.FileName
		was, known := charset.Named(doc.Charset)
		if !known {
			return replacing.Look(ctx, st, doc.ID, text, progress)
		}
		if before, err := decode(ctx, doc.FileName, raw, ingest.Options{Encoding: was}); err == nil && before.Title != doc.Title {
			text.Title = "" // the user's own, not the text's
		}
		now, err := st.Text(ctx, doc.ID)
		if err != nil {
			return nil, err
		}
		both, err := ingest.Reread(raw, was, in)
		if err != nil || both.Was != now || both.Is != read.Text { // imported by an earlier version that decoded otherwise
			return replacing.Look(ctx, st, doc.ID, text, progress)
		}
		return replacing.Reread(ctx, st, doc.ID, text, both.Place, progress)
	})
}

// decode reads raw, the content of a file that holds one document.
func decode(ctx context.Context, fileName string, raw []byte, options ingest.Options) (*ingest.Document, error) {
	reader := ingest.NewReader(options)
	defer reader.Close()
	parts := reader.Decode(ctx, fileName, raw)
	switch {
	case parts[0].Err != nil:
		return nil, parts[0].Err
	case parts[0].Document == nil:
		return nil, errors.New("there is no text in the file")
	}
	return parts[0].Document, nil
}
