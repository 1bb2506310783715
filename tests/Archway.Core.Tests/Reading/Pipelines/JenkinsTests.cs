using System.Diagnostics;
using Archway.Core.Tests.Reading.Tree;
using Archway.Reading;
using Xunit;

namespace Archway.Core.Tests.Reading.Pipelines;

public sealed class JenkinsTests
{
    [Theory]
    [InlineData("pipeline { agent { docker { image 'maven:3.9' } } }", "1:36 maven:3.9 → docker.io/library/maven:3.9")]
    [InlineData("agent { docker 'maven:3.9' }", "1:17 maven:3.9 → docker.io/library/maven:3.9")]
    [InlineData("agent {\n docker {\n  label 'x'\n  image \"maven\"\n  args '-v image:image'\n }\n}", "4:10 maven → docker.io/library/maven:latest")]
    [InlineData("agent { docker { image 'maven'; registryUrl 'https://reg.acme.io/' } }", "1:25 maven → reg.acme.io/maven:latest")]
    [InlineData("agent { docker { registryUrl URL; image 'ghcr.io/a/b' } }", "1:42 ghcr.io/a/b → ghcr.io/a/b:latest")]
    [InlineData(
        "agent { docker { registryUrl URL; image 'maven' } }",
        "1:42 maven → ! its registry cannot be told: URL has a value only when the pipeline runs")]
    [InlineData("agent { dockerfile { filename 'Dockerfile.ci' } }", "")]
    [InlineData("agent { label 'docker' }\nimage 'not/this'", "")]
    [InlineData("docker { image 'not/this' }", "")]
    [InlineData("docker.image('a:1').inside { sh 'make' }", "1:15 a:1 → docker.io/library/a:1")]
    [InlineData("script.docker.image(\n  'a:1'\n).withRun('-p 1:1') { c -> }", "2:4 a:1 → docker.io/library/a:1")]
    [InlineData("docker.image('a:1').push()", "")]
    [InlineData(
        "docker.withRegistry('https://reg.acme.io', 'login') {\n docker.image('a').pull()\n}\ndocker.image('b').pull()",
        "2:16 a → reg.acme.io/a:latest\n4:15 b → docker.io/library/b:latest")]
    [InlineData("docker.withRegistry('https://index.docker.io/v1/') { docker.image('a').pull() }", "1:68 a → docker.io/library/a:latest")]
    [InlineData(
        "podTemplate(containers: [containerTemplate(name: 'go', image: 'golang:1.23', ttyEnabled: true)]) {}",
        "1:64 golang:1.23 → docker.io/library/golang:1.23")]
    [InlineData("meta = [a: [image: 'acme/ci:8', label: 'x'], b: [image: 'logo'], c: [image: \"acme/${x}:1\"]]", "1:21 acme/ci:8 → docker.io/acme/ci:8")]
    [InlineData("agent { kubernetes { containerTemplate { name 'go'\n image 'golang:1.23' } } }", "2:9 golang:1.23 → docker.io/library/golang:1.23")]
    public void A_Jenkinsfile_names_images_where_containers_run(string text, string images) => Assert.Equal(images, Images(text));

    [Theory]
    [InlineData("def IMG = 'a:1'\ndocker.image(IMG).pull()", "IMG → docker.io/library/a:1")]
    [InlineData("environment { IMG = \"a\"\n TAG = '2' }\nagent { docker { image \"${IMG}:$TAG\" } }", "${IMG}:$TAG → docker.io/library/a:2")]
    [InlineData("def A = \"b:${V}\"\ndef V = '1'\ndocker.image(env.A).pull()", "env.A → docker.io/library/b:1")]
    [InlineData(
        "parameters { string(name: 'IMG', defaultValue: 'a:1', description: 'x') }\ndocker.image(params.IMG).pull()",
        "params.IMG → docker.io/library/a:1")]
    [InlineData("IMG = 'a:1'\nif (x) { IMG = 'a:2' }\ndocker.image(IMG).pull()", "IMG → ! IMG has no one value in this file")]
    [InlineData("IMG = 'a:' + v\ndocker.image(IMG).pull()", "IMG → ! IMG has no one value in this file")]
    [InlineData("IMG = 'a:1'\n  .toString()\ndocker.image(IMG).pull()", "IMG → ! IMG has no one value in this file")]
    [InlineData("docker.image(\"a:${env.BUILD_ID}\").pull()", "a:${env.BUILD_ID} → ! env.BUILD_ID has a value only when the pipeline runs")]
    [InlineData("docker.image(\"a:${f(\"x\")}\").pull()", "a:${f(\"x\")} → ! f(\"x\") has a value only when the pipeline runs")]
    [InlineData("docker.image('a:' + TAG).pull()", "'a:' + TAG → ! it is put together when the pipeline runs")]
    [InlineData("docker.image(imageFor('x')).pull()", "imageFor('x') → ! it is put together when the pipeline runs")]
    [InlineData("docker.image('a:$TAG').pull()", "a:$TAG → ! $TAG is filled in from outside this file")]
    [InlineData("A = \"$B\"\nB = \"$A\"\ndocker.image(\"$A\").pull()", "$A → ! its variables hold each other, or come to a text too long for an image")]
    public void A_name_counts_as_the_one_text_that_it_is_given(string text, string image) => Assert.Equal(image, Images(text).Split(' ', 2)[1]);

    [Theory]
    [InlineData("// docker.image('a')\n/* docker.image('a') */ /** agent { docker 'a' } */")]
    [InlineData("echo \"docker.image('a')\"\necho 'agent { docker \"a\" }'\n'''\ndocker.image('a')\n'''")]
    [InlineData("x =~ /['\"]/\n//'\n")]
    public void What_stands_in_comments_and_texts_is_no_image(string text)
    {
        var found = Assert.Single(Images($"{text}\ndocker.image('b').pull()").Split('\n'));

        Assert.EndsWith(":15 b → docker.io/library/b:latest", found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pod_within_a_Jenkinsfile_is_read_where_it_stands()
    {
        const string text = """"
            def V = '22'
            pipeline {
              agent {
                kubernetes {
                  yaml '''
                    apiVersion: v1
                    kind: Pod
                    spec:
                      containers:
                      - name: go
                        image: golang:1.23
                  '''
                }
              }
            }
            podTemplate(yaml: """
            spec:
              containers:
              - {name: node, image: "node:${V}"}
              - {name: x, image: "x:${BUILD_ID}"}
            """) {
            }
            """";

        Assert.Equal(
            """
            11:20 golang:1.23 → docker.io/library/golang:1.23
            19:26 node:${V} → docker.io/library/node:22
            20:23 x:${BUILD_ID} → ! BUILD_ID has a value only when the pipeline runs
            """,
            Images(text));
    }

    [Fact]
    public void An_image_is_used_by_its_stage()
    {
        using var folder = new Folder().With("Jenkinsfile", """
            stage('Test (fast)') { agent { kubernetes { containerTemplate { image 'a'; name 'go' } } } }
            stage('B') { steps { script { docker.image('b').inside { } } } }
            """);

        Assert.Equal([("Test (fast)", "go"), ("B", null)], folder.Read().OfType<SourceItem.Document>().SelectMany(document => document.Content.Occurrences)
            .Select(found => (found.Workload, found.Container)));
    }

    [Fact]
    public void A_Jenkinsfile_builds_by_step_and_by_script()
    {
        using var folder = new Folder().With("Dockerfile").With("api/Dockerfile.ci").With("Jenkinsfile", """
            def app = docker.build("acme/app:${env.BUILD_ID}")
            docker.build('acme/api', '-f api/Dockerfile.ci api')
            sh 'docker build -t acme/a .'
            sh(script: '''
              docker build -t acme/b .
            ''', returnStdout: true)
            // sh 'docker build -t acme/c .'
            """);

        Assert.Equal(
            """
            Jenkinsfile:1 acme/app:${env.BUILD_ID} ← Dockerfile
            Jenkinsfile:2 acme/api ← api/Dockerfile.ci
            Jenkinsfile:3 acme/a ← Dockerfile
            Jenkinsfile:5 acme/b ← Dockerfile
            """,
            folder.Builds());
    }

    [Theory]
    [InlineData("Jenkinsfile", true)]
    [InlineData("ci/Jenkinsfile.release", true)]
    [InlineData("Jenkinsfile-nightly", true)]
    [InlineData("Jenkinsfile_arm", true)]
    [InlineData("jenkins/build.jenkinsfile", true)]
    [InlineData("build.Jenkinsfile", true)]
    [InlineData("Jenkinsfile.md", false)]
    [InlineData("jenkinsfile.bats", false)]
    [InlineData("Jenkinsfiles", false)]
    public void A_Jenkinsfile_is_told_by_its_name(string path, bool isRead)
    {
        using var folder = new Folder().With(path, "docker.image('a').pull()");

        Assert.Equal(isRead, folder.Images().Length > 0);
    }

    [Theory]
    [InlineData("docker.image(")]
    [InlineData("agent { docker { image ")]
    [InlineData("\"${")]
    [InlineData("'''")]
    [InlineData("/*")]
    [InlineData("a = /")]
    [InlineData("}")]
    [InlineData("withRegistry(")]
    [InlineData("yaml '''spec: [")]
    public void A_Jenkinsfile_made_to_cost_time_costs_little(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 500_000 / piece.Length));

        var watch = Stopwatch.StartNew();
        Images(text);

        // Some seconds on one core; the bound is for a crowded one.
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), $"{watch.Elapsed}");
    }

    /// <summary><c>line:column written → image</c>, or the reason after an exclamation mark.</summary>
    private static string Images(string text)
    {
        using var folder = new Folder().With("Jenkinsfile", text);
        return string.Join('\n', folder.Read().OfType<SourceItem.Document>().SelectMany(document => document.Content.Occurrences)
            .Select(found => $"{found.At.Line}:{found.At.Column} {found.Written} → {found.Image?.ToString() ?? "! " + found.Reason}"));
    }
}
