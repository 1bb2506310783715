using Archway.Oci.Platforms;

namespace Archway.Assembling.Pipelines.Templates;

/// <summary>A declarative Jenkinsfile of a multibranch pipeline.</summary>
/// <remarks><see href="https://www.jenkins.io/doc/book/pipeline/syntax/"/></remarks>
internal sealed class JenkinsTemplate() : PipelineTemplate("jenkins", "Jenkinsfile", "LABEL")
{
    // Every agent is somebody's own.
    private protected override string? HostedRunner(Platform platform) => null;

    private protected override string Write(PipelineScripts scripts) =>
        PipelineText.Of($$"""
        // Each platform is built on a machine of its own and pushed under its digest alone;
        // the tag is written when all are there and hold what they say. Other branches and pull requests build, and push nothing.
        // To fill in: the credentials 'registry', a user name and a password that may push to {{scripts.Registry}}. Agents have docker with buildx.
        pipeline {
            agent none
            options {
                disableConcurrentBuilds()
                skipDefaultCheckout()
            }
            environment {
                {{PipelineText.Each(scripts.Variables, variable => $"{variable.Name} = {Groovy(variable.Value)}")}}
            }
            stages {
                stage('Build') {
                    parallel {
                        {{PipelineText.Each(scripts.Platforms, platform => Stage(platform, scripts))}}
                    }
                }
                stage('Publish') {
                    when {
                        beforeAgent true
                        branch {{Groovy(scripts.Branch)}}
                    }
                    agent { label {{Groovy(scripts.Platforms[0].Runner)}} }
                    steps {
                        {{PipelineText.Each(scripts.Platforms, platform => $"unstash '{platform.Slug}'")}}
                        withCredentials([usernamePassword(credentialsId: 'registry', usernameVariable: 'REGISTRY_USERNAME', passwordVariable: 'REGISTRY_PASSWORD')]) {
                            sh '''{{Inside(Publish(scripts))}}'''
                        }
                    }
                }
            }
        }

        """);

    private static string Stage(PipelinePlatform platform, PipelineScripts scripts) =>
        PipelineText.Of($$"""
        stage('{{platform.Platform}}') {
            agent { label {{Groovy(platform.Runner)}} }
            environment {
                PLATFORM = '{{platform.Platform}}'
                SLUG = '{{platform.Slug}}'
            }
            steps {
                checkout scm
                script {
                    if (env.BRANCH_NAME == {{Groovy(scripts.Branch)}}) {
                        withCredentials([usernamePassword(credentialsId: 'registry', usernameVariable: 'REGISTRY_USERNAME', passwordVariable: 'REGISTRY_PASSWORD')]) {
                            sh '''{{Inside(Build)}}'''
                        }
                        stash name: '{{platform.Slug}}', includes: 'digest-{{platform.Slug}}'
                    } else {
                        sh '''{{Inside($"{PipelineScripts.Begin()}\n{PipelineScripts.Try}")}}'''
                    }
                }
            }
        }
        """);

    private static string Build { get; } = $"{PipelineScripts.Begin()}\n{PipelineScripts.Login}\n{PipelineScripts.Push}\necho \"$digest\" > \"digest-$SLUG\"";

    private static string Publish(PipelineScripts scripts) =>
        PipelineText.Of($$"""
        set -eu
        DOCKER_CONFIG=$(mktemp -d)
        export DOCKER_CONFIG
        trap 'rm -rf "$DOCKER_CONFIG"' EXIT
        {{string.Join('\n', scripts.Platforms.Select(platform => $"{platform.DigestVariable}=$(cat digest-{platform.Slug})"))}}
        {{PipelineScripts.Login}}
        {{scripts.Publish}}
        """);

    private static string Groovy(string text) => $"'{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal)}'";

    // Lines of their own, and no backslash that Groovy would take for its own.
    private static string Inside(string script) => $"\n{script.Replace(@"\", @"\\", StringComparison.Ordinal)}\n";
}
