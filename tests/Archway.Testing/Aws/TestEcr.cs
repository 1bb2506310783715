using System.Text.Json.Nodes;

namespace Archway.Testing.Aws;

/// <summary>What a stand-in has of Amazon ECR, answered as its API reference describes.</summary>
public sealed class TestEcr
{
    private readonly SortedDictionary<string, List<JsonObject>> _repositories = new(StringComparer.Ordinal);

    /// <summary>Adds a repository, where it is not there.</summary>
    public TestEcr Put(string repository)
    {
        _repositories.TryAdd(repository, []);
        return this;
    }

    /// <summary>Adds an image.</summary>
    /// <param name="repository">Its repository.</param>
    /// <param name="tags">Its tags, with commas between; empty for none.</param>
    /// <param name="pushed">When it was pushed.</param>
    /// <param name="more">What else is told of it.</param>
    public TestEcr PutImage(string repository, string tags, DateTimeOffset pushed, string more = "{}")
    {
        var told = JsonNode.Parse(more)!.AsObject();
        told["registryId"] = TestAws.Account;
        told["repositoryName"] = repository;
        told["imageDigest"] ??= $"sha256:{Guid.NewGuid():N}{Guid.NewGuid():N}";
        // As the JSON protocol writes times: seconds, with parts of them.
        told["imagePushedAt"] = pushed.ToUnixTimeMilliseconds() / 1000.0;
        if (tags.Length > 0) told["imageTags"] = new JsonArray([.. tags.Split(',').Select(tag => JsonValue.Create(tag))]);
        Put(repository)._repositories[repository].Add(told);
        return this;
    }

    internal JsonObject Answer(string action, JsonObject asked, int size)
    {
        if (asked["registryId"]?.GetValue<string>() != TestAws.Account)
            return new() { ["__type"] = "RepositoryNotFoundException", ["message"] = "The registry does not exist" };
        switch (action)
        {
            case "DescribeRepositories":
                return TestAws.Page(asked, "repositories", [.. _repositories.Keys.Select(name => new JsonObject
                {
                    ["registryId"] = TestAws.Account,
                    ["repositoryName"] = name,
                    ["repositoryUri"] = $"{TestAws.Account}.dkr.ecr.{TestAws.Region}.amazonaws.com/{name}",
                })], size);
            case "DescribeImages":
                var isTagged = asked["filter"]?["tagStatus"]?.GetValue<string>() == "TAGGED";
                return _repositories.TryGetValue(asked["repositoryName"]!.GetValue<string>(), out var images)
                    ? TestAws.Page(asked, "imageDetails", [.. images.Where(image => !isTagged || image["imageTags"] is not null)], size)
                    : new() { ["__type"] = "RepositoryNotFoundException", ["message"] = "The repository does not exist" };
            default:
                return new() { ["__type"] = "com.amazon.coral.service#UnknownOperationException" };
        }
    }
}
