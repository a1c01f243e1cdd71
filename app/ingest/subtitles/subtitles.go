// Package subtitles reads SubRip (srt) and WebVTT (vtt) files: what was said, as running text, with the time and the
// speaker of each cue as locators.
package subtitles

import (
	"fmt"
	"strings"

	"factmark/app/ingest/extract"
)

const (
	pause         = 3000    // milliseconds of silence that end a paragraph
	longParagraph = 600     // bytes after which a paragraph ends with the next sentence
	unpunctuated  = 1200    // bytes after which it ends with the next cue: captions made by a machine have no sentences
	maxCue        = 1 << 16 // bytes of one cue; what is longer is no subtitle
)

// Is tells whether a text begins as SubRip or WebVTT does.
func Is(text string) bool {
	text = plain(text[:min(len(text), 1000)])
	if isWebVTT(text) {
		return true
	}
	// The number of the first cue may be missing, or an empty line may stand behind it.
	for range 2 {
		line, rest, _ := strings.Cut(strings.TrimLeft(text, " \t\r\n"), "\n")
		if _, _, is := timing(strings.TrimSpace(line)); is {
			return true
		}
		if !isNumber(strings.TrimSpace(line)) {
			return false
		}
		text = rest
	}
	return false
}

func isWebVTT(text string) bool {
	rest, is := strings.CutPrefix(text, "WEBVTT")
	return is && (rest == "" || strings.ContainsRune(" \t\r\n", rune(rest[0])))
}

// Read takes out of a SubRip or WebVTT file what was said. Cues of one speaker follow each other as running text; a
// pause, another speaker or a dialogue in one cue begins a paragraph. Captions that roll, so that each line comes
// twice, are given once. Cues stay in the file's order. Each has a locator of its own with its beginning and the
// speaker where the file names one. An error is a sentence that follows the file's name.
func Read(text string) (extract.Content, error) {
	file, err := parse(text)
	if err != nil {
		return extract.Content{}, err
	}
	w := flow{named: namedInText(file.cues), rolling: rolls(file.cues)}
	for i := range file.cues {
		w.add(&file.cues[i])
	}
	content, err := w.Content()
	if err != nil {
		return extract.Content{}, err
	}
	content.Language = file.language
	for _, left := range []struct {
		n              int
		single, plural string
	}{
		{file.before, "1 line before the first time code is left out.", "%d lines before the first time code are left out."},
		{file.notes, "1 note of the file's author is left out.", "%d notes of the file's author are left out."},
		{file.broken, "1 time code cannot be read; what was said there is in the text without its time.",
			"%d time codes cannot be read; what was said there is in the text without its time."},
		{w.repeated, "1 cue that says the same at the same time as the one before it is left out.",
			"%d cues that say the same at the same time as the one before them are left out."},
	} {
		if left.n == 1 {
			content.Remarks = append(content.Remarks, left.single)
		} else if left.n > 1 {
			content.Remarks = append(content.Remarks, fmt.Sprintf(left.plural, left.n))
		}
	}
	return content, nil
}
