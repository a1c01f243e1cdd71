package app

import (
	"fmt"
	"strings"
	"testing"

	"factmark/store"
)

// BenchmarkLabel is what the interface thread does from a label key on a
// selection to its claim's being shown, and again when it is written.
func BenchmarkLabel(b *testing.B) {
	for _, n := range []int{100, 20_000} {
		b.Run(fmt.Sprintf("claims=%d", n), func(b *testing.B) {
			w := newBench(b, strings.Repeat("word ", n+10_000))
			var spans []store.NewClaim
			for i := range n {
				spans = append(spans, store.NewClaim{DocumentID: w.Workspace.Document.ID, Start: i * 5, End: i*5 + 4, LabelID: store.SupportedID})
			}
			if _, err := w.Workspace.Store.AddClaims(b.Context(), spans); err != nil {
				b.Fatal(err)
			}
			i := n
			for b.Loop() {
				w.panes.document.View.Select(i*5, i*5+4)
				w.type_("s")
				i++
			}
		})
	}
}
