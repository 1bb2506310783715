using System.Text.Json;
using Archway.Aws;
using Archway.Oci.Content;
using Archway.Reading.Lists;

namespace Archway.Reading.Ecr;

/// <summary>Reads a registry of Amazon ECR: of each repository the newest image that has a tag, and those that were pulled of late.</summary>
/// <remarks><see href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html"/></remarks>
/// <param name="api">Amazon ECR.</param>
/// <param name="account">The account whose registry it is.</param>
/// <param name="time">The clock.</param>
/// <param name="found">Told the images of each repository.</param>
/// <param name="unread">Told what could not be read, and why.</param>
internal sealed class EcrReader(AwsApi api, string account, TimeProvider time, Action<SourceDocument> found, Action<string, string> unread)
{
    private const int MostOfRepository = 10;
    private const int RepositoriesAtOnce = 4;
    private const int PageSize = 1000;

    // What nobody pulled for longer is likely to run nowhere that starts anew.
    private static readonly TimeSpan OfLate = TimeSpan.FromDays(30);

    private readonly Lock _lock = new();
    private readonly string _host = $"{account}.dkr.ecr.{api.Region}.{AwsService.DomainOf(api.Region)}";

    /// <summary>How many repositories there are.</summary>
    internal int Repositories { get; private set; }

    /// <summary>How many images in them have a tag.</summary>
    internal int Images { get; private set; }

    /// <summary>How many of these were not told.</summary>
    internal int LeftOut { get; private set; }

    /// <exception cref="AwsException">Nothing could be read.</exception>
    internal async Task ReadAsync(CancellationToken cancellationToken)
    {
        List<string> names = [];
        await foreach (var repository in api.ListAsync("DescribeRepositories", "repositories", $"list the repositories of {account}", Ask, cancellationToken))
            if (repository.Text("repositoryName") is { Length: > 0 } name) names.Add(name);
        Repositories = names.Count;
        if (names.Count == 0) throw new AwsException(AwsFault.Absent, $"the registry of {account} in {api.Region} has no repository; for another region write ecr:{account}/REGION");
        ParallelOptions bounds = new() { MaxDegreeOfParallelism = RepositoriesAtOnce, CancellationToken = cancellationToken };
        AwsException? refused = null;
        var read = 0;
        await Parallel.ForEachAsync(names, bounds, async (name, ended) =>
        {
            try
            {
                await ReadAsync(name, ended);
                Interlocked.Increment(ref read);
            }
            catch (AwsException e)
            {
                lock (_lock)
                {
                    refused = e;
                    unread(PathOf(name), e.Message);
                }
            }
        });
        if (read == 0 && refused is not null) throw refused;
    }

    private async Task ReadAsync(string repository, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - OfLate;
        // Of thousands the newest alone are kept.
        PriorityQueue<EcrImage, double> kept = new();
        var all = 0;
        await foreach (var detail in api.ListAsync("DescribeImages", "imageDetails", $"list the images of {account}/{repository}", json =>
        {
            Ask(json);
            json.WriteString("repositoryName", repository);
            json.WriteStartObject("filter");
            json.WriteString("tagStatus", "TAGGED");
            json.WriteEndObject();
        }, cancellationToken))
        {
            if (EcrImage.Of(detail) is not { } image) continue;
            all++;
            kept.Enqueue(image, image.Pushed);
            if (kept.Count > MostOfRepository) kept.Dequeue();
        }

        EcrImage[] newest = [.. kept.UnorderedItems.Select(one => one.Element).OrderByDescending(image => image.Pushed).ThenBy(image => image.Tag, StringComparer.Ordinal)];
        EcrImage[] told = [.. newest.Where((image, i) => i == 0 || image.Pulled >= since.ToUnixTimeSeconds())];
        lock (_lock)
        {
            Images += all;
            LeftOut += all - told.Length;
            if (told.Length > 0) found(Document(repository, told));
        }
    }

    private ImageList Document(string repository, EcrImage[] images)
    {
        var path = PathOf(repository);
        return new(new(path, ""))
        {
            Occurrences =
            [
                .. images.Select(image => $"{_host}/{repository}:{image.Tag}").Select(name =>
                    ImageOccurrence.Of(new(path, 1, 1, 0), name, name, OccurrenceKind.EcrImage) with { Workload = repository, Namespace = account }),
            ],
        };
    }

    private string PathOf(string repository) => $"ecr:{account}/{api.Region}/{repository}";

    private void Ask(Utf8JsonWriter json)
    {
        json.WriteString("registryId", account);
        json.WriteNumber("maxResults", PageSize);
    }
}
