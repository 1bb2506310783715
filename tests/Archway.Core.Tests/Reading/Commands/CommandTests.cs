using System.Diagnostics;
using Archway.Core.Tests.Reading.Tree;
using Archway.Reading;
using Xunit;
using static Archway.Core.Tests.Reading.Commands.CommandReading;

namespace Archway.Core.Tests.Reading.Commands;

public sealed class CommandTests
{
    [Theory]
    [InlineData("docker run nginx", "docker.io/library/nginx:latest")]
    [InlineData("docker run -it --rm -p 80:80 -e A=b --name web nginx:1 sh -c 'echo x'", "docker.io/library/nginx:1")]
    [InlineData("sudo docker container run -dp80:80 -v/a:/b --platform linux/amd64 acme/app", "docker.io/acme/app:latest")]
    [InlineData("docker run -itv /a:/b --env-file=.env alpine ls", "docker.io/library/alpine:latest")]
    [InlineData("docker --context x -H tcp://h:1 pull -q ghcr.io/acme/app:1 >/dev/null", "ghcr.io/acme/app:1")]
    [InlineData("docker run > out 2>&1 alpine", "docker.io/library/alpine:latest")]
    [InlineData("docker create --gpus all 'acme/app:2'", "docker.io/acme/app:2")]
    [InlineData("docker image pull redis", "docker.io/library/redis:latest")]
    [InlineData("podman run --pod p --security-opt label=disable fedora", "docker.io/library/fedora:latest")]
    [InlineData("nerdctl -n k8s.io run --net host busybox", "docker.io/library/busybox:latest")]
    [InlineData("docker service create --name s --replicas 3 -p 80:80 nginx", "docker.io/library/nginx:latest")]
    [InlineData("ctr -n k8s.io images pull --platform linux/arm64 docker.io/library/nginx:1", "docker.io/library/nginx:1")]
    [InlineData("crictl pull --creds a:b nginx", "docker.io/library/nginx:latest")]
    [InlineData("kubectl run x -n shop --image=nginx:2 -- nginx --image=no", "docker.io/library/nginx:2")]
    [InlineData("kubectl create deployment x --image nginx:3", "docker.io/library/nginx:3")]
    [InlineData("kubectl -n shop set image deployment/x c=nginx:4 --record", "docker.io/library/nginx:4")]
    [InlineData("docker buildx build --build-context base=docker-image://alpine:3 .", "docker.io/library/alpine:3")]
    [InlineData("if ! docker pull a/b:1; then echo no; fi", "docker.io/a/b:1")]
    [InlineData("ID=$(docker run -d postgres:16)", "docker.io/library/postgres:16")]
    [InlineData("ID=\"$(docker run -d postgres:16)\"", "docker.io/library/postgres:16")]
    [InlineData("ID=`docker run -d postgres:16`", "docker.io/library/postgres:16")]
    [InlineData("ssh host -- sh -c \"docker pull postgres:16\"", "docker.io/library/postgres:16")]
    [InlineData("$DOCKER run postgres:16", "docker.io/library/postgres:16")]
    [InlineData("docker run --unknown=x postgres:16", "docker.io/library/postgres:16")]
    [InlineData("docker run --unknown x postgres:16", "the option --unknown is not known, so which word behind it is the image cannot be told")]
    [InlineData("docker run $EXTRA_ARGS postgres:16", "docker.io/library/postgres:16")]
    [InlineData("docker run \"${OPTS[@]}\" postgres:16", "docker.io/library/postgres:16")]
    [InlineData("docker pull $(PLATFORM) postgres:16", "docker.io/library/postgres:16")]
    [InlineData("docker run $IMAGE", "nothing in this file sets IMAGE")]
    [InlineData("docker run ${IMAGE:-alpine:3}", "docker.io/library/alpine:3")]
    [InlineData("docker run acme/app:$1", "a part of it is worked out when the script runs")]
    [InlineData("docker run acme/app:$(git rev-parse HEAD)", "a part of it is worked out when the script runs")]
    [InlineData("docker run {{image}}", "{{image}} is filled in from outside this file")]
    public void A_command_names_an_image(string command, string expected)
    {
        using var folder = new Folder().With("x.sh", command + "\n");

        var found = Assert.Single(Find(folder));

        Assert.Equal(expected, found.Image?.ToString() ?? found.Reason);
        Assert.Equal(OccurrenceKind.CommandInScript, found.Kind);
        Assert.Equal(found.Written, command.Substring(found.At.Column - 1, found.At.Length));
    }

    [Theory]
    [InlineData("docker build -t acme/app .")]
    [InlineData("docker push acme/app:1")]
    [InlineData("docker tag acme/app:1 acme/app:2")]
    [InlineData("docker manifest create acme/app:1 acme/app:1-arm64")]
    [InlineData("docker compose run web")]
    [InlineData("docker-compose -f $DIR/docker-compose.yml pull mysql")]
    [InlineData("docker-compose pull web")]
    [InlineData("docker exec -it web sh")]
    [InlineData("docker run --help")]
    [InlineData("docker run [OPTIONS] IMAGE")]
    [InlineData("docker run 0123456789abcdef")]
    [InlineData("docker run")]
    [InlineData("# docker run nginx")]
    [InlineData("echo docker run nginx")]
    [InlineData("echo \"docker run nginx\"")]
    [InlineData("git pull origin")]
    [InlineData("kubectl run x -- --image=nginx")]
    [InlineData("kubectl set env deployment/x A=b")]
    [InlineData("npm run docker")]
    public void Other_commands_name_none(string command)
    {
        using var folder = new Folder().With("x.sh", command + "\n");

        Assert.Empty(Find(folder));
    }

    [Fact]
    public void A_scripts_own_values_are_filled_in_where_they_are_certain()
    {
        using var folder = new Folder().With("x.sh", """
            REGISTRY=ghcr.io/acme
            readonly TAG="${TAG:-v1}"
            IMAGE="$REGISTRY/app:${TAG}"
            RUN='--rm -it'
            OTHER=a
            if x; then OTHER=b; fi
                OTHER=b
            for each in a b; do docker pull $each; done
            docker run $RUN $IMAGE
            docker run "$OTHER"
            docker run \
              -v a:b \
              "$REGISTRY/"tool:1
            """);

        Assert.Equal(
            [
                "x.sh:8 $each = the script sets each to more than one value",
                "x.sh:9 $IMAGE = ghcr.io/acme/app:v1",
                "x.sh:10 $OTHER = the script sets OTHER to more than one value",
                "x.sh:13 \"$REGISTRY/\"tool:1 = ghcr.io/acme/tool:1",
            ],
            Lines(folder));
    }

    [Theory]
    [InlineData("args: [run, acme/a]")]
    [InlineData("name: docker, command: [echo], args: [docker, run, acme/a]")]
    [InlineData("command: [kubectl, --, docker, run, acme/a]")]
    [InlineData("steps: [{name: gcr.io/cloud-builders/git, args: [pull, acme/a]}]")]
    public void Words_that_are_no_command_name_none(string text)
    {
        using var folder = new Folder().With("x.yaml", $"{{{text}}}");

        Assert.DoesNotContain(Find(folder), found => found.Kind == OccurrenceKind.CommandInScript);
    }

    [Fact]
    public void Without_being_asked_nothing_reads_commands()
    {
        using var folder = new Folder().With("x.sh", "docker run a").With("README.md", "```\ndocker run b\n```\n").With("ci.yml", "script: docker run c");

        Assert.Equal("", folder.Images());
        Assert.DoesNotContain("README.md", folder.Files());
    }

    [Theory]
    [InlineData("x.sh", "docker run $(")]
    [InlineData("x.sh", "docker run -c \"$(docker run ")]
    [InlineData("x.sh", "docker docker run ")]
    [InlineData("x.sh", "a=$a${a}docker run $a\n")]
    [InlineData("README.md", "```\n$ docker run a\\\n")]
    [InlineData("README.md", "    $ docker run a \\\n")]
    [InlineData("Jenkinsfile", "sh 'docker run \\\\\n$('\n")]
    [InlineData("Jenkinsfile", "sh \"docker run \\\"${")]
    [InlineData("a.yaml", "- command: [docker, docker]\n")]
    [InlineData("a.yaml", "- run: docker run \"$(\n")]
    public void A_text_made_to_cost_time_costs_little(string path, string piece)
    {
        using var folder = new Folder().With(path, string.Concat(Enumerable.Repeat(piece, 900_000 / piece.Length)));

        var watch = Stopwatch.StartNew();
        Find(folder);

        // A second on one core; the bound is for a crowded one.
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), $"{watch.Elapsed}");
    }
}
