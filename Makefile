# The race detector needs a C compiler; without one the tests run without it.
RACE := $(shell command -v cc >/dev/null 2>&1 && echo -race)

.PHONY: run test selftest check bench golden image image-folder

run: ## run the scenarios against the embedded sandbox and report
	go run ./cmd/kontrakt run

test: ## everything that must hold
	go test $(RACE) -shuffle=on -timeout 30m ./...

selftest: ## every seeded defect and mistake, and what finds it
	go run ./cmd/kontrakt selftest

check: ## what CI checks beside the tests: format, vet, staticcheck, tidy modules
	@test -z "$$(gofmt -l .)" || { echo "not gofmt'd:"; gofmt -l .; exit 1; }
	go vet ./...
	go tool staticcheck ./...
	go mod tidy -diff

bench: ## what the proxy costs beside reverse proxies and Prism, what judging a body costs, start, scenarios and memory: goals and figures, in about six minutes
	go test -run '^$$' -bench 'Proxy|Start|Scenario' -benchtime 1x ./cmd/kontrakt
	go test -run '^$$' -bench Body -benchtime 1x ./harness/contract
	go test -run '^$$' -bench Million -benchtime 1x -timeout 20m ./cmd/kontrakt

IMAGE ?= kontrakt

image: ## the product's own image: FROM scratch around a static binary
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	$(MAKE) --no-print-directory image-folder FOLDER="$$folder" && \
	docker build --tag $(IMAGE) "$$folder"

image-folder: # what the image is built of, laid out in FOLDER
	CGO_ENABLED=0 GOOS=linux go build -trimpath -ldflags '-s -w' -o "$(FOLDER)/kontrakt" ./cmd/kontrakt
	mkdir -p "$(FOLDER)/folders/tmp" "$(FOLDER)/folders/work" "$(FOLDER)/certificates"
	cp harness/target/image/Dockerfile "$(FOLDER)"
	if [ -f /etc/ssl/certs/ca-certificates.crt ]; then cp /etc/ssl/certs/ca-certificates.crt "$(FOLDER)/certificates"; fi

golden: ## rewrite the golden files, to be read before they are committed
	go test ./reports ./harness/api/ecom ./harness/api/epayment ./harness/api/webhooks ./cmd/kontrakt -update
