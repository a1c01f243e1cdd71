package app

import (
	"io"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/app/dataset"
	"factmark/app/locale"
	"factmark/app/profile"
	"factmark/app/ui/dialogs"
	"factmark/store"
)

// printReport saves the report on the open document, or on all, as a PDF file, and opens that in the system's viewer, which prints it.
func (w *window) printReport() {
	model, name := w.Workspace, store.NameOf(w.Workspace.Store.Path())
	scope := dialogs.NewRadioRow(w.ModalKey, dialogs.ScopeDocument, dialogs.ScopeWorkspace)
	scope.SetSelected(dialogs.ScopeDocument)
	if model.Document.ID == "" {
		scope.SetSelected(dialogs.ScopeWorkspace)
	}
	hint := dialogs.Small(locale.T("The report is saved as a PDF file and opened, so that you can print it."))
	filter := store.Filter{}
	if model.Document.ID != "" {
		filter.DocumentIDs = []string{model.Document.ID}
	}
	scope.OnChanged = func(string) {
		filter.DocumentIDs = nil
		if scope.Selected == dialogs.ScopeDocument {
			filter.DocumentIDs = []string{model.Document.ID}
		}
	}
	if model.Document.ID == "" {
		scope.Disable()
	}
	open := dialogs.SaveOption{Content: container.NewVBox(container.NewHBox(widget.NewLabel(locale.T("Claims of")), scope), hint), Saved: func(path string) {
		if w.System.OpenFile == nil {
			return
		}
		model.Back.Go(func() {
			if err := w.System.OpenFile(path); err != nil {
				model.Back.OnUI(func() { model.Fail(err) })
			}
		})
	}}
	w.AskSave(profile.Reports, locale.T("Print the report"), name+".pdf", func(out io.Writer) error {
		_, err := dataset.Write(model.Ctx, out, model.Store, dataset.FormatNamed("report-pdf"), filter, dataset.Options{})
		return err
	}, open)
}
