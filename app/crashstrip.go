package app

import (
	"io"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/locale"
	"factmark/app/profile"
	"factmark/app/ui/dialogs"
)

// crashStrip offers the report of the last crash, in a strip that can be ignored: to look at, to save or to discard.
type crashStrip struct {
	window *window
	report string
	text   *widget.Label
	show   *dialogs.KeyButton
	body   *fyne.Container
}

func newCrashStrip(w *window) *crashStrip {
	s := &crashStrip{window: w, text: widget.NewLabel(locale.T("Factmark closed unexpectedly last time. Your work is saved."))}
	s.text.Truncation = fyne.TextTruncateEllipsis
	keys := w.StripKey(s.close)
	s.show = dialogs.NewKeyButton(locale.T("View report…"), keys, s.view)
	discard := dialogs.NewKeyButton(locale.T("Discard"), keys, s.discard)
	later := dialogs.NewKeyButton(locale.T("Not now"), keys, s.close)
	s.body = container.NewVBox(widget.NewSeparator(), container.NewPadded(container.NewBorder(nil, nil, nil, container.NewHBox(s.show, discard, later), s.text)))
	s.body.Hide()
	return s
}

// offer shows the strip where a crash has left a report.
func (s *crashStrip) offer() {
	reports := s.window.crashes
	if reports == nil {
		return
	}
	s.window.Back.Go(func() {
		report := reports.Last()
		s.window.Back.OnUI(func() {
			if s.report = report; report != "" {
				s.body.Show()
			}
		})
	})
}

func (s *crashStrip) close() {
	s.body.Hide()
	s.window.RestoreFocus()
}

func (s *crashStrip) discard() {
	s.close()
	w := s.window
	w.Back.Go(func() {
		if err := w.crashes.Discard(); err != nil {
			w.Back.OnUI(func() { w.ShowError(err) })
		}
	})
}

// view shows the report, line by line.
func (s *crashStrip) view() {
	w := s.window
	if len(w.Modals) > 0 {
		return
	}
	lines := strings.Split(strings.TrimRight(s.report, "\n"), "\n")
	list := widget.NewList(func() int { return len(lines) }, func() fyne.CanvasObject {
		l := widget.NewLabel("")
		l.SizeName, l.TextStyle.Monospace = theme.SizeNameCaptionText, true
		return l
	}, func(i widget.ListItemID, o fyne.CanvasObject) {
		o.(*widget.Label).SetText(strings.ReplaceAll(lines[i], "\t", "    "))
	})
	list.HideSeparators = true
	size := w.Win.Canvas().Size()
	about := dialogs.Wrapped(locale.T("The report says which version of Factmark was running on which system, and which of its functions. It holds no text of your documents, and nothing is sent. You can save it to attach it to a bug report."))
	content := container.NewBorder(about, nil, nil, nil, container.NewGridWrap(fyne.NewSize(min(720, size.Width-80), max(120, min(380, size.Height-260))), list))
	var dialog *dialogs.OpenModal
	dialog = w.ShowModal(dialogs.Modal{Title: locale.T("Crash report"), Content: content, Confirm: locale.T("Save…"), Cancel: locale.T("Close"), Other: locale.T("Discard"),
		OnOther: func() {
			dialog.Close()
			s.discard()
		},
		OnConfirm: func() bool {
			dialog.Close()
			w.AskSave(profile.Reports, locale.T("Save crash report"), "factmark-crash.txt", func(out io.Writer) error {
				_, err := io.WriteString(out, s.report)
				return err
			})
			return true
		},
		OnKey: func(key fyne.KeyName) bool {
			page := map[fyne.KeyName]float32{fyne.KeyPageDown: 1, fyne.KeyPageUp: -1}[key] * (list.Size().Height - 40)
			if page != 0 {
				list.ScrollToOffset(max(0, list.GetScrollOffset()+page))
			}
			return page != 0
		}})
}
