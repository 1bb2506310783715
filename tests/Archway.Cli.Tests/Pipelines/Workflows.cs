namespace Archway.Cli.Tests.Pipelines;

/// <summary>Workflows of the shapes that people write, which build by emulation.</summary>
internal static class Workflows
{
    internal static string[] Names => ["Metadata", "Dashes", "Several", "Own_machines", "Never_pushed", "Beside_a_test"];

    /// <summary>What each is converted with.</summary>
    internal static string[] Arguments(string name) =>
        name == "Own_machines" ? ["--runner", "linux/amd64=self-hosted,x64", "--runner", "linux/arm64=self-hosted,arm64"] : [];

    internal static string Of(string name) => name switch
    {
        "Metadata" => Metadata,
        "Dashes" => Dashes,
        "Several" => Several,
        "Own_machines" => OwnMachines,
        "Never_pushed" => NeverPushed,
        _ => BesideATest,
    };

    // Tags of metadata-action, a condition on pushing, others that wait for the job and use its digest.
    internal const string Metadata =
        """
        name: release
        on:
          push: {tags: ['v*']}
          pull_request:

        jobs:
          test:
            runs-on: ubuntu-latest
            steps:
              - run: make test

          # What people pull.
          docker:
            name: Image
            needs: test
            runs-on: ubuntu-latest
            permissions:
              contents: read
              packages: write
            outputs:
              digest: ${{ steps.push.outputs.digest }}
            steps:
              - uses: actions/checkout@v4
              - name: Set up QEMU
                uses: docker/setup-qemu-action@v3
              - uses: docker/setup-buildx-action@v3
              - name: Name it
                id: meta
                uses: docker/metadata-action@v5
                with:
                  images: |
                    acme/api
                    ghcr.io/acme/api
              - name: Log in
                if: github.event_name != 'pull_request'
                uses: docker/login-action@v3
                with:
                  registry: ghcr.io
                  username: ${{ github.actor }}
                  password: ${{ secrets.GITHUB_TOKEN }}
              # The image itself.
              - name: Build and push
                id: push
                uses: docker/build-push-action@v6
                with:
                  context: .
                  platforms: linux/amd64,linux/arm64
                  push: ${{ github.event_name != 'pull_request' }}
                  tags: ${{ steps.meta.outputs.tags }}
                  labels: ${{ steps.meta.outputs.labels }}
                  build-args: |
                    VERSION=${{ github.ref_name }}
                  secrets: |
                    token=${{ secrets.NPM_TOKEN }}
                  cache-from: type=gha
                  cache-to: type=gha,mode=max
              - name: Image digest
                run: echo ${{ steps.push.outputs.digest }}

          deploy:
            needs: [docker]
            runs-on: ubuntu-latest
            steps:
              - run: echo "$DIGEST"
                env:
                  DIGEST: ${{ needs.docker.outputs.digest }}

        """;

    // Dashes on lines of their own, a folder as the cache, tags written out, a platform that nobody has a machine for.
    internal const string Dashes =
        """
        on: [push]
        jobs:
          image:
            runs-on: ubuntu-22.04
            steps:
              -
                name: Checkout
                uses: actions/checkout@v3

              -
                name: QEMU
                uses: docker/setup-qemu-action@v2
                with:
                  platforms: all

              -
                uses: docker/setup-buildx-action@v2

              -
                uses: actions/cache@v4
                with:
                  path: /tmp/.layers
                  key: layers-${{ github.sha }}
                  restore-keys: |
                    layers-
                    old-layers-

              -
                uses: docker/login-action@v2
                with:
                  username: ${{ secrets.HUB_USER }}
                  password: ${{ secrets.HUB_TOKEN }}

              -
                name: Build
                uses: docker/build-push-action@v4
                with:
                  platforms: |
                    linux/amd64
                    linux/arm64
                    linux/arm/v7
                  push: "true"
                  tags: |
                    acme/web:latest
                    acme/web:${{ github.sha }}
                  cache-from: type=local,src=/tmp/.layers
                  cache-to: type=local,dest=/tmp/.layers-new

              -
                name: Move the cache
                run: |
                  rm -rf /tmp/.layers
                  mv /tmp/.layers-new /tmp/.layers

        """;

    // Two images, one of them for fewer platforms; a version that a step tells; a signature between them.
    internal const string Several =
        """
        on: {release: {types: [published]}}
        defaults: {run: {working-directory: shop}}
        env:
          REPOSITORY: ghcr.io/acme
        concurrency: release
        jobs:
          images:
            runs-on: ubuntu-24.04
            concurrency: images
            environment: production
            steps:
            - uses: actions/checkout@v4
            - run: echo "VERSION=$(cat version.txt)" >> "$GITHUB_ENV"
            - uses: sigstore/cosign-installer@v3
            - uses: docker/setup-qemu-action@v3
            - uses: docker/setup-buildx-action@v3
            - run: echo "$TOKEN" | docker login ghcr.io --username acme --password-stdin
              env:
                TOKEN: ${{ secrets.TOKEN }}
            - id: api
              if: |
                github.repository == 'acme/shop'
                && !contains(github.event.release.body, 'no image: ')
              uses: docker/build-push-action@v6
              with:
                context: api
                platforms: linux/amd64,linux/arm64,linux/s390x
                push: true
                tags: ${{ env.REPOSITORY }}/api:${{ env.VERSION }},${{ env.REPOSITORY }}/api:latest
                cache-from: |
                  type=registry,ref=ghcr.io/acme/api:cache
                  type=registry,ref=ghcr.io/acme/base
                cache-to: type=registry,ref=ghcr.io/acme/api:cache,mode=max
            - name: Sign
              run: cosign sign --yes "ghcr.io/acme/api@$DIGEST"
              env:
                DIGEST: ${{ steps.api.outputs.digest }}
            - uses: docker/build-push-action@v6
              with:
                context: web
                platforms: linux/amd64,linux/arm64
                push: true
                tags: ${{ env.REPOSITORY }}/web:${{ env.VERSION }}

        """;

    internal const string OwnMachines =
        """
        on: {workflow_dispatch: {inputs: {push: {type: boolean, description: whether}}}}
        env:
          PLATFORMS: linux/amd64,linux/arm64
        jobs:
          build:
            runs-on: [self-hosted, x64]
            steps:
              - uses: actions/checkout@v4
              - uses: docker/setup-qemu-action@v3
              - uses: docker/setup-buildx-action@v3
              - uses: docker/build-push-action@v6
                with:
                  platforms: ${{ env.PLATFORMS }}
                  push: ${{ inputs.push }}
                  tags: registry.example.com:5000/acme/api
                  cache-to: type=gha,scope=api

        """;

    internal const string NeverPushed =
        """
        on: pull_request
        jobs:
          build:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v4
              - uses: docker/setup-qemu-action@v3
              - uses: docker/setup-buildx-action@v3
              - uses: docker/build-push-action@v6
                with: 
                  platforms: linux/amd64, linux/arm64
              - run: echo built

        """;

    // A build for a test on each machine, one for pull requests that is pushed, and a scan of what was published.
    internal const string BesideATest =
        """
        on: [push, pull_request]
        jobs:
          image:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v4
              - uses: docker/setup-qemu-action@v3
              - uses: docker/setup-buildx-action@v3
              - uses: docker/build-push-action@v6
                with: {context: ., load: true, tags: "acme/api:test"}
              - run: docker run --rm acme/api:test --version
              - uses: docker/login-action@v3
                with: {username: acme, password: "${{ secrets.TOKEN }}"}
              - name: For the pull request
                if: github.event_name == 'pull_request'
                uses: docker/build-push-action@v6
                with:
                  push: true
                  tags: acme/api:pr-${{ github.event.number }}
              - name: For everybody
                if: github.ref == 'refs/heads/main'
                uses: docker/build-push-action@v6
                with:
                  platforms: linux/amd64,linux/arm64
                  push: true
                  tags: acme/api:latest
              - name: Scan
                uses: aquasecurity/trivy-action@master
                with:
                  image-ref: acme/api:latest

        """;
}
