package ingest

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gogs/chardet"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/charmap"
)

const (
	// Below these the detector has seen too little: East Asian encodings accept nearly any bytes.
	minConfidence          = 5
	minMultiByteConfidence = 20
	// In a shorter sample "naïve café" looks Czech to the detector.
	minSample = 40
	// What is near Western needs letters that no accent of an English text could be: two of them, or one where the
	// detector finds it likely, or none where it is sure.
	likely = 30
	sure   = 60
	// The detector looks at no more than the first 8 KiB of what it is given.
	sampleBytes = 8 << 10
)

// western are the detector's names for Windows-1252; nearWestern are encodings that differ from it in a few letters.
var (
	western     = map[string]bool{"ISO-8859-1": true, "windows-1252": true}
	nearWestern = map[string]bool{"ISO-8859-2": true, "windows-1250": true, "ISO-8859-9": true, "windows-1254": true}
)

// detected are the encodings raw may be in, the likeliest first. Windows-1252 always is one of them: it is what
// a text with a few accents or curly quotes nearly always is.
func detected(raw []byte) []string {
	sample := sampleOf(raw)
	results, err := chardet.NewTextDetector().DetectAll(sample)
	if err != nil {
		results = nil // nothing recognised
	}
	// The detector's own order of equals changes from run to run.
	slices.SortFunc(results, func(a, b chardet.Result) int {
		return cmp.Or(cmp.Compare(b.Confidence, a.Confidence), cmp.Compare(a.Charset, b.Charset))
	})
	westernConfidence := 0
	for _, result := range results {
		if western[result.Charset] {
			westernConfidence = max(westernConfidence, result.Confidence)
		}
	}
	var labels []string
	for _, result := range results {
		least := minConfidence
		switch {
		case multiByte[strings.ToLower(result.Charset)]:
			least = minMultiByteConfidence
		case nearWestern[result.Charset] && len(sample) < minSample:
			continue
		case nearWestern[result.Charset]:
			least = max(least, westernConfidence*3/2)
			switch foreignLetters(sample, result.Charset) {
			case 0:
				least = max(least, sure)
			case 1:
				least = max(least, likely)
			}
		}
		if result.Confidence < least {
			continue
		}
		if result.Language == "pl" && result.Charset == "ISO-8859-2" && polishOfWindows(sample) {
			labels = append(labels, "windows-1250")
		}
		labels = append(labels, result.Charset)
	}
	return append(labels, "windows-1252")
}

// loaned are what stands in English texts of the characters that nearWestern encodings read as other letters.
const loaned = "àãèêïñòùû£"

// foreignLetters counts the different letters of a sample, read in an encoding of single bytes, that Windows-1252 reads
// as something else, and as nothing that is loaned.
func foreignLetters(sample []byte, label string) int {
	enc, _ := charset.Lookup(label)
	text, ok := decodeAll(enc, sample)
	if !ok {
		return 0
	}
	foreign := make(map[rune]bool)
	at := 0
	for _, r := range text {
		western := charmap.Windows1252.DecodeByte(sample[at])
		if western != r && unicode.IsLetter(r) && !strings.ContainsRune(loaned, western) {
			foreign[r] = true
		}
		at++
	}
	return len(foreign)
}

// polishOfWindows tells Polish of Windows-1250 that the detector takes for ISO-8859-2, since it lacks the bytes that only
// the former has: there ą stands elsewhere, and the latter's places of ą, ś and ź hold signs.
func polishOfWindows(sample []byte) bool {
	lead := 0
	for _, b := range sample {
		switch b {
		case 0xA5, 0xB9:
			lead++
		case 0xA1, 0xB1, 0xA6, 0xB6, 0xAC, 0xBC:
			lead--
		}
	}
	return lead > 0
}

// sampleOf gathers the parts of raw that tell its encoding: the lines with high bytes, each from a little before its
// first one. To cut within ASCII splits no character.
func sampleOf(raw []byte) []byte {
	const before = 64
	var sample []byte
	for start := 0; start < len(raw) && len(sample) < sampleBytes; {
		high := slices.IndexFunc(raw[start:], func(b byte) bool { return b >= utf8.RuneSelf })
		if high < 0 {
			break
		}
		from := max(start, start+high-before)
		end := start + high
		for end < len(raw) && raw[end] != '\n' && raw[end] != '\r' && len(sample)+end-from < sampleBytes {
			end++
		}
		sample = append(append(sample, raw[from:end]...), '\n')
		start = end
	}
	return sample
}
