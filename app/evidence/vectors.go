package evidence

import (
	_ "embed"
	"math"
	"strings"
	"sync"
)

// vectorFile holds words, a line each, an empty line, and for each word its vector; NOTICE says where they are from.
//
//go:embed vectors.bin
var vectorFile string

const vectorLength = 100

// vectorTable finds the vectors of words.
type vectorTable struct {
	rows    map[string]int
	numbers string
}

var vectors = sync.OnceValue(func() vectorTable {
	list, numbers, _ := strings.Cut(vectorFile, "\n\n")
	t := vectorTable{rows: make(map[string]int, 30_000), numbers: numbers}
	for word := range strings.SplitSeq(list, "\n") {
		t.rows[word] = len(t.rows)
	}
	return t
})

// vector is the direction of a word: two words that are used alike have nearly the same.
type vector struct {
	numbers string // of int8
	length  float64
}

func (t vectorTable) of(word string) (v vector, known bool) {
	row, known := t.rows[word]
	if !known {
		return vector{}, false
	}
	v.numbers = t.numbers[row*vectorLength : (row+1)*vectorLength]
	v.length = math.Sqrt(float64(v.dot(v)))
	return v, v.length > 0
}

func (v vector) dot(o vector) (sum int) {
	for i := range vectorLength {
		sum += int(int8(v.numbers[i])) * int(int8(o.numbers[i]))
	}
	return sum
}

// alike gives the cosine of the angle between two vectors.
func (v vector) alike(o vector) float64 { return float64(v.dot(o)) / (v.length * o.length) }
