using System.Text.Json.Nodes;

namespace Archway.Testing.Aws;

/// <summary>What a stand-in has of Amazon ECS, answered as its API reference describes.</summary>
public sealed class TestEcs
{
    private readonly SortedDictionary<string, Cluster> _clusters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonObject> _definitions = new(StringComparer.Ordinal);
    private readonly List<JsonObject> _providers = [];

    /// <summary>Adds a cluster, where it is not there.</summary>
    public TestEcs Put(string cluster)
    {
        _clusters.TryAdd(cluster, new());
        return this;
    }

    /// <summary>Adds a definition of tasks.</summary>
    /// <param name="name">Its family and revision: <c>web:3</c>.</param>
    /// <param name="definition">What <c>describe-task-definition</c> tells of it, but its name.</param>
    public TestEcs PutDefinition(string name, string definition)
    {
        var told = JsonNode.Parse(definition)!.AsObject();
        told["taskDefinitionArn"] = Arn($"task-definition/{name}");
        told["family"] = name.Split(':')[0];
        told["status"] = "ACTIVE";
        _definitions[name] = told;
        return this;
    }

    /// <summary>Adds a service.</summary>
    /// <param name="cluster">Its cluster.</param>
    /// <param name="name">Its name.</param>
    /// <param name="definition">Its definition: <c>web:3</c>; null where task sets say it.</param>
    /// <param name="more">What else is told of it.</param>
    public TestEcs PutService(string cluster, string name, string? definition, string more = """{"launchType": "FARGATE"}""")
    {
        var told = JsonNode.Parse(more)!.AsObject();
        told["serviceArn"] = Arn($"service/{cluster}/{name}");
        told["serviceName"] = name;
        told["clusterArn"] = Arn($"cluster/{cluster}");
        told["status"] ??= "ACTIVE";
        told["desiredCount"] ??= 1;
        told["runningCount"] ??= told["desiredCount"]!.DeepClone();
        if (definition is not null) told["taskDefinition"] = Arn($"task-definition/{definition}");
        foreach (var one in (told["deployments"]?.AsArray() ?? []).Concat(told["taskSets"]?.AsArray() ?? []))
            one!["taskDefinition"] = Arn($"task-definition/{one["taskDefinition"]}");
        Put(cluster)._clusters[cluster].Services.Add(told);
        return this;
    }

    /// <summary>Adds a running task.</summary>
    public TestEcs PutTask(string cluster, string id, string definition, string group, string more = """{"launchType": "FARGATE"}""")
    {
        var told = JsonNode.Parse(more)!.AsObject();
        told["taskArn"] = Arn($"task/{cluster}/{id}");
        told["taskDefinitionArn"] = Arn($"task-definition/{definition}");
        told["group"] = group;
        told["lastStatus"] = "RUNNING";
        Put(cluster)._clusters[cluster].Tasks.Add(told);
        return this;
    }

    /// <summary>Adds a machine.</summary>
    public TestEcs PutInstance(string cluster, string id, string architecture, string? provider = null, string type = "m5.large", string? more = null)
    {
        JsonObject told = new()
        {
            ["containerInstanceArn"] = Arn($"container-instance/{cluster}/{id}"),
            ["ec2InstanceId"] = id,
            ["status"] = "ACTIVE",
            ["agentConnected"] = true,
            ["attributes"] = new JsonArray(
                Attribute("ecs.cpu-architecture", architecture), Attribute("ecs.os-type", "linux"), Attribute("ecs.instance-type", type),
                Attribute("ecs.availability-zone", "eu-central-1a"), Attribute("com.amazonaws.ecs.capability.docker-remote-api.1.21", null)),
        };
        if (provider is not null) told["capacityProviderName"] = provider;
        foreach (var (name, value) in more is null ? [] : JsonNode.Parse(more)!.AsObject()) told["attributes"]!.AsArray().Add(Attribute(name, value!.GetValue<string>()));
        Put(cluster)._clusters[cluster].Instances.Add(told);
        return this;
    }

    /// <summary>Adds a capacity provider.</summary>
    public TestEcs PutProvider(string name, string more)
    {
        var told = JsonNode.Parse(more)!.AsObject();
        told["name"] = name;
        _providers.Add(told);
        return this;
    }

    internal JsonObject Answer(string action, JsonObject asked, int size)
    {
        if (action == "ListClusters") return TestAws.Page(asked, "clusterArns", [.. _clusters.Keys.Select(name => JsonValue.Create(Arn($"cluster/{name}")))], size);
        if (action == "DescribeCapacityProviders") return TestAws.Page(asked, "capacityProviders", _providers, size);
        if (action == "DescribeTaskDefinition")
            return _definitions.TryGetValue(Name(asked["taskDefinition"]!), out var definition)
                ? new() { ["taskDefinition"] = definition.DeepClone(), ["tags"] = new JsonArray() }
                : new() { ["__type"] = "ClientException", ["message"] = "Unable to describe task definition." };
        if (asked["cluster"] is not { } named || !_clusters.TryGetValue(Name(named), out var cluster))
            return new() { ["__type"] = "ClusterNotFoundException", ["message"] = "Cluster not found." };
        return action switch
        {
            "ListServices" => List("serviceArns", "serviceArn", cluster.Services),
            "DescribeServices" => Describe("services", "serviceArn", cluster.Services, most: 10),
            "ListTasks" => List("taskArns", "taskArn", cluster.Tasks),
            "DescribeTasks" => Describe("tasks", "taskArn", cluster.Tasks, most: 100),
            "ListContainerInstances" => List("containerInstanceArns", "containerInstanceArn", cluster.Instances),
            "DescribeContainerInstances" => Describe("containerInstances", "containerInstanceArn", cluster.Instances, most: 100),
            _ => new() { ["__type"] = "com.amazon.coral.service#UnknownOperationException" },
        };

        JsonObject List(string member, string id, List<JsonObject> items) => TestAws.Page(asked, member, [.. items.Select(item => item[id]!)], size);

        JsonObject Describe(string member, string id, List<JsonObject> items, int most)
        {
            string[] wanted = [.. asked[member]!.AsArray().Select(arn => arn!.GetValue<string>())];
            if (wanted.Length == 0 || wanted.Length > most) return new() { ["__type"] = "InvalidParameterException", ["message"] = $"{member} can have at most {most} items." };
            var found = items.Where(item => wanted.Contains(item[id]!.GetValue<string>())).ToArray();
            return new()
            {
                [member] = new JsonArray([.. found.Select(item => item.DeepClone())]),
                ["failures"] = new JsonArray([.. wanted.Except(found.Select(item => item[id]!.GetValue<string>())).Select(arn => new JsonObject { ["arn"] = arn, ["reason"] = "MISSING" })]),
            };
        }
    }

    private static string Arn(string resource) => $"arn:aws:ecs:{TestAws.Region}:{TestAws.Account}:{resource}";

    private static string Name(JsonNode named) => named.GetValue<string>().Split('/')[^1];

    private static JsonObject Attribute(string name, string? value)
    {
        JsonObject attribute = new() { ["name"] = name };
        if (value is not null) attribute["value"] = value;
        return attribute;
    }

    private sealed class Cluster
    {
        internal List<JsonObject> Services { get; } = [];

        internal List<JsonObject> Tasks { get; } = [];

        internal List<JsonObject> Instances { get; } = [];
    }
}
