namespace Archway.Judging.Sources.Pipelines;

/// <summary>What runs a pipeline.</summary>
internal enum PipelineService
{
    /// <summary>GitHub Actions, and what reads the same files.</summary>
    GitHub,

    /// <summary>GitLab CI.</summary>
    GitLab,

    /// <summary>CircleCI.</summary>
    CircleCI,

    /// <summary>Azure Pipelines.</summary>
    Azure,

    /// <summary>Google Cloud Build.</summary>
    CloudBuild,

    /// <summary>AWS CodeBuild.</summary>
    CodeBuild,

    /// <summary>Bitbucket Pipelines.</summary>
    Bitbucket,

    /// <summary>Drone.</summary>
    Drone,

    /// <summary>Woodpecker.</summary>
    Woodpecker,

    /// <summary>Jenkins.</summary>
    Jenkins,
}
