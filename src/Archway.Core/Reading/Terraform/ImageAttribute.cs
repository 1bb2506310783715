namespace Archway.Reading.Terraform;

/// <summary>An attribute that names a container image.</summary>
/// <param name="Resource">The type of resource; with a <c>*</c> at its end, all that begin so.</param>
/// <param name="Holders">The blocks it stands in; none when it is the resource's own.</param>
/// <param name="Name">The attribute.</param>
/// <param name="Kind">What its places are called.</param>
/// <remarks>An <c>image</c> elsewhere is a machine's image, a picture, a name: only what is known to run containers stands here.</remarks>
internal sealed record ImageAttribute(string Resource, string[] Holders, string Name, OccurrenceKind Kind = OccurrenceKind.TerraformImage)
{
    private static readonly string[] KubernetesContainers =
        ["container", "init_container", "ephemeral_container", "containers", "initContainers", "init_containers", "ephemeralContainers"];

    private static readonly ImageAttribute[] All =
    [
        new("aws_ecs_task_definition", ["container_definitions"], "image", OccurrenceKind.EcsContainer),
        new("aws_batch_job_definition", ["container_properties", "container", "containers", "init_containers", "initContainers"], "image"),
        new("aws_lambda_function", [], "image_uri"),
        new("aws_apprunner_service", ["image_repository"], "image_identifier"),
        new("aws_codebuild_project", ["environment"], "image"),
        new("aws_sagemaker_model", ["primary_container", "container"], "image"),
        new("aws_lightsail_container_service_deployment_version", ["container"], "image"),
        new("aws_bedrockagentcore_agent_runtime", ["container_configuration"], "container_uri"),
        new("kubernetes_*", KubernetesContainers, "image", OccurrenceKind.KubernetesContainer),
        new("docker_container", [], "image"),
        new("docker_image", [], "name"),
        new("docker_service", ["container_spec"], "image"),
        new("google_cloud_run_*", ["containers"], "image"),
        new("google_cloudbuild_trigger", ["step"], "name", OccurrenceKind.CloudBuildStep),
        new("azurerm_container_group", ["container", "init_container"], "image"),
        new("azurerm_container_app*", ["container", "init_container"], "image"),
        new("scaleway_container", [], "registry_image"),
        new("yandex_serverless_container", ["image"], "url"),
        new("ibm_code_engine_*", [], "image_reference"),
        new("oci_container_instances_container_instance", ["containers"], "image_url"),
        new("alicloud_eci_container_group", ["containers", "init_containers"], "image"),
    ];

    /// <summary>The attributes of a type of resource; none where no image is known.</summary>
    internal static ImageAttribute[] Of(string resource) => Array.FindAll(All, known => known.Fits(resource));

    private bool Fits(string resource) => Resource.EndsWith('*') ? resource.StartsWith(Resource[..^1], StringComparison.Ordinal) : resource == Resource;
}
