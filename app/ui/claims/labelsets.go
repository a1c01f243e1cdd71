package claims

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"factmark/app/format"
	"factmark/app/labelset"
	"factmark/app/locale"
	"factmark/app/profile"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
)

// askReadySet asks for one of the sets that come with the program, and applies it.
func (w *labelsDialog) askReadySet() {
	sets := labelset.Ready()
	names := make([]string, len(sets))
	for i, s := range sets {
		names[i] = s.Name
	}
	choice := dialogs.NewRadioGroup(w.ModalKey, names...)
	chosen := func() labelset.Set { return sets[max(0, slices.Index(names, choice.Selected))] }
	about := dialogs.Wrapped("")
	choice.OnChanged = func(string) { about.SetText(chosen().About + "\n" + w.inWords(w.plan(chosen()))) }
	scroll := container.NewVScroll(about)
	scroll.SetMinSize(fyne.NewSize(min(520, w.Win.Canvas().Size().Width-80), 190))
	dialog := w.ShowModal(dialogs.Modal{Title: locale.T("Ready-made label sets"), Confirm: locale.T("Add labels"), Cancel: locale.T("Cancel"), Width: 520, Scroll: scroll,
		Content: container.NewBorder(choice, nil, nil, nil, scroll), OnConfirm: func() bool { w.apply(chosen()); return true }})
	choice.SetSelected(names[0])
	choice.OnChanged("")
	w.Win.Canvas().Focus(dialog.Ok)
}

// plan is what applying a set does.
func (w *labelsDialog) plan(s labelset.Set) labelset.Plan {
	return labelset.Apply(s, w.model.Labels, func(key string) bool { return w.KeyUse(key) != "" })
}

// inWords says what a plan does, before it is done.
func (w *labelsDialog) inWords(p labelset.Plan) string {
	name := func(s string) string { return dialogs.VisualOrder(format.Shorten(format.NameLine(s), 50)) }
	var added, lines []string
	for _, l := range p.Add {
		with := name(l.Name)
		if l.Key != "" {
			with = locale.T("{{.Label}} (key {{.Key}})", "Label", with, "Key", l.Key)
		}
		added = append(added, with)
	}
	if len(added) > 0 {
		lines = append(lines, locale.T("Will be added: {{.Labels}}.", "Labels", strings.Join(added, ", ")))
	} else {
		lines = append(lines, locale.T("You already have all of these labels. Nothing will be added."))
	}
	for _, k := range p.Keep {
		if len(k.Differs) > 0 {
			lines = append(lines, locale.T("You already have {{.Label}}, which won't be changed. Different in the set: {{.What}}.", "Label", name(k.Label.Name), "What", strings.Join(k.Differs, ", ")))
		} else {
			lines = append(lines, locale.T("You already have {{.Label}}, which won't be changed.", "Label", name(k.Label.Name)))
		}
	}
	return strings.Join(lines, "\n")
}

// apply adds what is missing of a set, in one action.
func (w *labelsDialog) apply(s labelset.Set) {
	p := w.plan(s)
	if len(p.Add) == 0 {
		w.model.Notices.Send(locale.T("You already have all labels of {{.Set}}.", "Set", s.Name))
		return
	}
	name := locale.T("Add labels of {{.Set}}", "Set", s.Name)
	w.perform(name, func(ctx context.Context) error {
		_, err := w.model.Store.SaveLabels(ctx, name, p.Add...)
		return err
	})
}

// askOpenSet asks for a file of a label set, shows what it would do, and applies it.
func (w *labelsDialog) askOpenSet() {
	path := dialogs.NewKeyEntry(w.ModalKey)
	path.SetPlaceHolder(locale.T("Path of a label set, ending in {{.Extension}}", "Extension", labelset.Extension))
	problem := w.NewFormProblem(3)
	choose := func() {
		w.ChooseFile(profile.LabelSets, locale.T("Open label set"), []string{".json"}, path.SetPath)
	}
	var dialog *dialogs.OpenModal
	dialog = w.ShowModal(dialogs.Modal{Title: locale.T("Open label set"), Confirm: locale.T("Preview"), Cancel: locale.T("Cancel"), Width: 560, Focus: path,
		Content: container.NewVBox(w.PathRow(problem.Field(path), choose), problem.Body),
		OnConfirm: func() bool {
			file := path.Path()
			if file == "" {
				return problem.At(path, locale.T("Enter the path of a file."))
			}
			dialog.Allow(false)
			w.model.Back.Go(func() {
				s, err := readSet(file)
				w.model.Back.OnUI(func() {
					if !slices.Contains(w.Modals, dialog) { // it was left meanwhile
						return
					}
					dialog.Allow(true)
					if err != nil {
						problem.At(path, workspace.Sentence(err))
						return
					}
					w.RememberFolder(profile.LabelSets, filepath.Dir(file))
					dialog.Close()
					w.confirmSet(s)
				})
			})
			return false
		}})
}

// readSet reads a file of a label set.
func readSet(path string) (labelset.Set, error) {
	name := filepath.Base(path)
	f, err := os.Open(path)
	if err != nil {
		return labelset.Set{}, fmt.Errorf("%s: %w", name, err)
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, labelset.MostBytes+1))
	if err != nil {
		return labelset.Set{}, fmt.Errorf("%s: %w", name, err)
	}
	s, err := labelset.Read(content)
	if err != nil {
		return s, fmt.Errorf("%s: %w", name, err)
	}
	if s.Name == "" {
		s.Name = strings.TrimSuffix(name, labelset.Extension)
	}
	return s, nil
}

// confirmSet shows what a set that was read would do.
func (w *labelsDialog) confirmSet(s labelset.Set) {
	scroll := container.NewVScroll(dialogs.Wrapped(w.inWords(w.plan(s))))
	scroll.SetMinSize(fyne.NewSize(min(520, w.Win.Canvas().Size().Width-80), 220))
	w.ShowModal(dialogs.Modal{Title: locale.T("Labels of “{{.Set}}”", "Set", format.Shorten(s.Name, 40)), Confirm: locale.T("Add labels"), Cancel: locale.T("Cancel"), Width: 520, Content: scroll, Scroll: scroll,
		OnConfirm: func() bool { w.apply(s); return true }})
}

// askSaveSet saves the labels of the workspace as a file.
func (w *labelsDialog) askSaveSet() {
	name := strings.TrimSuffix(filepath.Base(w.model.Store.Path()), filepath.Ext(w.model.Store.Path()))
	s := labelset.Of(name, w.model.Labels)
	w.AskSave(profile.LabelSets, locale.T("Save label set"), name+labelset.Extension, func(out io.Writer) error { return labelset.Write(out, s) })
}
