// Speed opens a text with its highlights in a real window and prints, as one JSON object, how long it takes until
// they are seen, changed and scrolled, beside what an empty window costs in the same run. Times are in milliseconds.
//
//	go run ./widgets/docview/speed -text FILE -spans FILE.json
//
// The spans are an array of {"start":…,"end":…,"label":"…"}, in code points.
//
// A time runs from the call that changes something to the moment when the frame that shows it has been handed to the
// screen (stage.go tells how that is noticed), the wait for the window's next turn to paint included: there are 60 turns
// a second, for the empty window too. While scrolling, each frame is begun as soon as the one before it is painted, so
// that these are the times from frame to frame.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"

	"fyne.io/fyne/v2/app"
)

// figures are what is printed.
type figures struct {
	FirstFrame float64 `json:"first_frame_ms"` // from the call that opens the files
	Layout     float64 `json:"layout_ms"`      // from the same call to all lines broken
	Add        float64 `json:"add_ms"`
	Select     float64 `json:"select_ms"`
	Resize     float64 `json:"resize_ms"`
	ScrollP50  float64 `json:"scroll_p50_ms"`
	ScrollP95  float64 `json:"scroll_p95_ms"`
	ScrollMax  float64 `json:"scroll_max_ms"`
	Resident   float64 `json:"rss_mib"` // the most of the whole run
	EmptyP50   float64 `json:"empty_p50_ms"`
	EmptyP95   float64 `json:"empty_p95_ms"`
	EmptyRSS   float64 `json:"empty_rss_mib"` // the most before the document was opened
	CodePoints int     `json:"code_points"`
	Spans      int     `json:"spans"`
}

func main() {
	text := flag.String("text", "", "the text, UTF-8")
	spans := flag.String("spans", "", "the spans, JSON")
	flag.Parse()
	if *text == "" || *spans == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	a := app.NewWithID("factmark.speed")
	s := newStage(a)
	var f figures
	var err error
	a.Lifecycle().SetOnStarted(func() {
		go func() {
			f, err = measure(s, *text, *spans)
			s.close()
		}()
	})
	s.window.ShowAndRun()
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(f)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "speed:", err)
		os.Exit(1)
	}
}
