using Archway.Judging.Sources.Builds;
using Archway.Judging.Sources.Clouds;
using Archway.Judging.Sources.Data;
using Archway.Oci.Platforms;
using Archway.Reading;
using Archway.Reading.Data;
using Archway.Reading.Hcl;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>A job that publishes images for the platform of its machine, which is asked for with an x86 processor.</summary>
internal sealed class B108MachineOfX86() : BuildRule("B108", Severity.Blocker)
{
    private const string CodeBuild = "LINUX_CONTAINER";

    // What a project that publishes images is told of them, or does with them.
    private static readonly string[] OfImages = ["docker push", "docker build", "ecr", "image_repo", "repository_uri", "image_tag", "docker_"];

    internal override IEnumerable<SourceFinding> Check(SourceDocument document, RuleContext context)
    {
        if (Throwaway.IsFile(document.Source.Path) || NativeBuild.Missing(context) is not [var lacking, ..]) return [];
        if (document is HclDocument terraform) return Projects(terraform, lacking);
        if (Pipeline.Of(document) is { } pipeline) return Jobs(pipeline, lacking);
        return document is DataDocument template ? Projects(template, lacking) : [];
    }

    private IEnumerable<SourceFinding> Jobs(Pipeline pipeline, Platform lacking)
    {
        HashSet<int> seen = [];
        foreach (var native in NativeBuild.In(pipeline))
            if (native.Job.Machine.Pinned is { } pinned && seen.Add(pinned.Start))
                yield return Found(pipeline.Source, pinned.Start, pinned.Length,
                    $"the job builds and pushes its image on this machine, and so for linux/amd64 alone: {Instead(pipeline.Service, lacking)}", null, lacking);
    }

    private static string Instead(PipelineService service, Platform lacking) => service switch
    {
        PipelineService.GitLab => $"run it on a runner for {lacking} as well, and join both images",
        PipelineService.CircleCI => "run it with resource_class arm.medium as well, and join both images",
        PipelineService.Azure => $"run it in a pool of machines for {lacking} as well and join both images, or build both platforms with buildx",
        _ => $"run it on a machine for {lacking} as well, and join both images",
    };

    /// <summary>Projects of CodeBuild that may use Docker, in a template of CloudFormation.</summary>
    private IEnumerable<SourceFinding> Projects(DataDocument template, Platform lacking)
    {
        foreach (var project in CloudResource.Of(template, "AWS::CodeBuild::Project"))
            if (project.Properties["Environment"] is { } environment && environment["Type"] is DataScalar { Value: CodeBuild } type
                && IsTrue(environment["PrivilegedMode"]) && MakesImages(template.Source, project.Properties.Start, project.Properties.Length) && !ArmWords.IsIn(DataText.Of(template)))
                yield return OfProject(template.Source, type.Start, type.Length, lacking);
    }

    /// <summary>The same in a file of Terraform.</summary>
    private IEnumerable<SourceFinding> Projects(HclDocument file, Platform lacking)
    {
        foreach (var project in TerraformResource.Of(file, "aws_codebuild_project"))
            foreach (var (_, environment) in HclBlocks.Of(project.Body, "environment", labels: 0))
                if (TerraformResource.Written(environment["type"]) is { Value: CodeBuild } type
                    && environment["privileged_mode"] is HclLiteral { Text: "true" } && MakesImages(file.Source, project.Body.Start, project.Body.Length) && !ArmWords.IsIn(file.Source.Text))
                    yield return OfProject(file.Source, type.Start, type.Length, lacking);
    }

    // Docker is there for tests as well.
    private static bool MakesImages(SourceText source, int start, int length)
    {
        var project = source.Text.AsSpan(start, Math.Min(length, source.Text.Length - start));
        foreach (var mark in OfImages)
            if (project.Contains(mark, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private static bool IsTrue(DataNode? value) => "true".Equals(value?.Text, StringComparison.OrdinalIgnoreCase);

    private SourceFinding OfProject(SourceText source, int start, int length, Platform lacking) => Found(source, start, length,
        $"the project builds images with Docker on x86 machines, and so for linux/amd64 alone: add one with ARM_CONTAINER for {lacking}, and join both images", null, lacking);
}
