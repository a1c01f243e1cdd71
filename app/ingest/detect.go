package ingest

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gogs/chardet"
)

const (
	// Below these the detector has seen too little: East Asian encodings accept nearly any bytes.
	minConfidence          = 5
	minMultiByteConfidence = 20
	// In a shorter sample "naïve café" looks Czech to the detector.
	minSample = 40
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
		}
		if result.Confidence >= least {
			labels = append(labels, result.Charset)
		}
	}
	return append(labels, "windows-1252")
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
