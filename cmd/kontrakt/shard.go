package main

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/config"
	"kontrakt/steps"
)

// jobIndex is where Kubernetes tells a pod of an Indexed Job which one it is,
// counted from 0.
const jobIndex = "JOB_COMPLETION_INDEX"

// mostShards is more than anybody has scenarios for.
const mostShards = 1000

// part reads --shard: 2/8, or job/8 in a pod of an Indexed Job.
func part(text string, env config.Lookup) (steps.Part, error) {
	if text == "" {
		return steps.Part{}, nil
	}
	wrong := fmt.Errorf("--shard: want a part such as 2/8, got %q", text)
	i, n, found := strings.Cut(text, "/")
	if !found {
		return steps.Part{}, wrong
	}
	of, err := strconv.Atoi(n)
	if err != nil || of < 1 || of > mostShards {
		return steps.Part{}, wrong
	}
	if i == "job" {
		v, _ := env(jobIndex)
		index, err := strconv.Atoi(v)
		if err != nil {
			return steps.Part{}, fmt.Errorf("--shard %s: %s is %q, which no pod of an Indexed Job has", text, jobIndex, v)
		}
		i = strconv.Itoa(index + 1)
	}
	index, err := strconv.Atoi(i)
	if err != nil || index < 1 || index > of {
		return steps.Part{}, wrong
	}
	return steps.Part{Index: index, Of: of}, nil
}

// shardOf says which part of the plan the run is. Shards of a plan draw the same
// seed, as together they are one run.
func (s *session) shardOf(plan []harness.Scenario) (*harness.Shard, error) {
	if len(plan) < s.part.Of {
		return nil, &harness.Stop{
			Err:   fmt.Errorf("--shard %s: %d scenarios are planned, fewer than shards", s.shard, len(plan)),
			Hint:  "a shard without scenarios would judge nothing; use fewer",
			Usage: true,
		}
	}
	digest := sha256.New()
	for _, p := range plan {
		fmt.Fprintln(digest, p.ID)
	}
	sum := digest.Sum(nil)
	if s.seedDrawn {
		s.seed = 1 + int64(binary.BigEndian.Uint32(sum))%1_000_000_000
		s.run.Seed = s.seed
	}
	chosen, err := s.catalog.Select(s.apis)
	if err != nil {
		return nil, err
	}
	shard := &harness.Shard{Index: s.part.Index, Of: s.part.Of, Plan: hex.EncodeToString(sum[:16]), Planned: len(plan)}
	for _, d := range chosen {
		shard.Measured = append(shard.Measured, d.ID)
	}
	return shard, nil
}
