using Archway.Assembling.Pipelines.Templates;
using Archway.Reading.Data;

namespace Archway.Assembling.Pipelines.Conversion;

/// <summary>Writes the two jobs that take the place of one: that of the platforms, and the one of the old name that joins.</summary>
internal sealed class JobWriter
{
    private readonly WorkflowLines _lines;
    private readonly EmulatedJob _job;
    private readonly JoiningSteps _steps;
    private readonly ConversionOptions _options;
    private readonly string _platformsJob;
    // How far the job's own members, and the dashes of its steps, are moved in.
    private readonly string _inner;
    private readonly string _dash;
    // What the job's own scripts are run by, and where, is no affair of ours.
    private readonly string _run;
    private readonly bool _isSpaced;
    private readonly List<string> _written = [];

    internal JobWriter(WorkflowLines lines, EmulatedJob job, JoiningSteps steps, ConversionOptions options, DataNode workflow)
    {
        (_lines, _job, _steps, _options) = (lines, job, steps, options);
        _platformsJob = job.IsPushed ? $"{job.Id}-platform" : job.Id;
        while (job.IsPushed && workflow["jobs"]![_platformsJob] is not null) _platformsJob += "s";
        _inner = Indent(job.Members[0].Lines.First);
        _dash = Indent(job.Steps[0].Lines.First);
        _run = (workflow["defaults"] ?? job.Node["defaults"]) is null ? "run" : "shell: bash\nworking-directory: ${{ github.workspace }}\nrun";
        _isSpaced = job.Steps.Length > 1 && job.Steps[0].Lines.IsSpaced;
    }

    /// <summary>The lines of the jobs.</summary>
    internal IReadOnlyList<string> Write()
    {
        _written.AddRange(_lines.In(_job.Range with { End = _job.Range.First }));
        WritePlatforms();
        if (_job.IsPushed)
        {
            Add("");
            WriteJoining();
        }

        return _written;
    }

    private void WritePlatforms()
    {
        Add(_job.IsPushed ? $"{Indent(_job.Range.First)}{_platformsJob}:" : _lines[_job.Range.First]);
        foreach (var (member, range) in _job.Members)
            switch (member.Key.Value)
            {
                case "name" when member.Value.Text is { } name && !name.Contains('\n', StringComparison.Ordinal):
                    Add($"{_inner}name: {PipelineText.Quote(name + " (${{ matrix.platform }})")}");
                    break;
                case "runs-on":
                    Add(_inner, Machines());
                    if (range.IsSpaced) Add("");
                    break;
                case "outputs" or "concurrency" when _job.IsPushed:
                    break;
                case "steps":
                    if (_job.IsPushed) Add(_inner, DigestOutputs());
                    WriteBuildingSteps(range);
                    break;
                default:
                    _written.AddRange(_lines.In(range));
                    if (range.IsSpaced) Add("");
                    break;
            }
    }

    private void WriteBuildingSteps(LineRange range)
    {
        _written.AddRange(_lines.In(new(range.Start, _job.Steps[0].Lines.Start, range.Start)));
        foreach (var i in _steps.Building)
        {
            var step = _job.Steps[i];
            if (_job.Builds.TryGetValue(i, out var build)) WriteBuild(i, step, build);
            else if (step.Action == WorkflowStep.Emulation && _job.Emulated.IsEmpty) continue;
            else if (ConditionOf(step) is { } condition) AddStep([.. StepCondition.Added(_lines, step, condition)]);
            else if (step.IsCache) AddStep([.. CacheStepText.Of(_lines, step, _job)]);
            else AddStep([.. _lines.In(step.Lines)]);
        }

        EndSteps();
    }

    private void WriteBuild(int place, WorkflowStep step, EmulatedBuild build)
    {
        BuildStepText text = new(_lines, step, build, Suffix(place), build.Platforms.Length < _job.Platforms.Length);
        if (build.IsPushed)
            AddStep(_dash, PipelineText.Of($$$"""
                - name: Tell the repositories
                  id: {{{Repositories(place)}}}
                  env:
                    TAGS: {{{Tags(build)}}}
                  {{{_run}}}: |
                    {
                      echo 'names<<END-OF-NAMES'
                      printf '%s\n' "$TAGS" | tr ',' '\n' | sed 's/^ *//; s/ *$//; s/:[^:/]*$//; /^$/d' | sort -u
                      echo END-OF-NAMES
                    } >> "$GITHUB_OUTPUT"
                """));
        AddStep([.. text.Lines(Repositories(place))]);
        if (build.IsPushed)
            AddStep(_dash, PipelineText.Of($$$"""
                - name: Tell the digest
                  id: {{{Digests(place)}}}
                  if: steps.{{{text.Id}}}.outputs.digest != ''
                  env:
                    SLUG: ${{ matrix.slug }}
                    DIGEST: ${{ steps.{{{text.Id}}}.outputs.digest }}
                  {{{_run}}}: echo "$SLUG=$DIGEST" >> "$GITHUB_OUTPUT"
                """));
    }

    // What is not done on the machine of each platform.
    private string? ConditionOf(WorkflowStep step)
    {
        if (step.Action == WorkflowStep.Emulation) return "matrix.emulated";
        if (OtherBuild.PlatformOf(step, _job) is { } only) return $"matrix.platform == '{only}'";
        return null;
    }

    private void WriteJoining()
    {
        Add(_lines[_job.Range.First]);
        var isNeeds = _job.Node["needs"] is not null;
        if (!isNeeds) Add($"{_inner}needs: {_platformsJob}");
        foreach (var (member, range) in _job.Members)
            switch (member.Key.Value)
            {
                case "needs":
                    string[] needs = member.Value.Text is { } one ? [one] : [.. member.Value.Items.Select(item => item.Text ?? "")];
                    Add($"{_inner}needs: [{string.Join(", ", needs.Append(_platformsJob))}]");
                    break;
                case "runs-on":
                    Add($"{_inner}runs-on: {GitHubTemplate.Labels(_job.Platforms[0].Runner)}");
                    break;
                case "steps":
                    WriteJoiningSteps(range);
                    break;
                default:
                    _written.AddRange(_lines.In(range));
                    if (range.IsSpaced) Add("");
                    break;
            }
    }

    private void WriteJoiningSteps(LineRange range)
    {
        Add(_lines[range.First]);
        AddStep(_dash, $"- uses: {GitHubActions.SetupDotnet}\n  with:\n    dotnet-version: 10.0.x");
        for (var i = 0; i <= _job.LastBuild; i++)
        {
            if (_steps.Before.Contains(i)) AddStep([.. _lines.In(_job.Steps[i].Lines)]);
            else if (_job.Builds.TryGetValue(i, out var build) && build.IsPushed) AddStep(_dash, Join(i, build));
        }

        foreach (var i in _steps.After) AddStep([.. _lines.In(_job.Steps[i].Lines)]);
        EndSteps();
    }

    private string Join(int place, EmulatedBuild build)
    {
        var platforms = PlatformsOf(build);
        JoinScript script = new([.. platforms], _options, build.Id is { } named && _job.IsAskedFor(named));
        var id = build.Id is { } own ? $"\nid: {own}" : "";
        var condition = build.PublishedIf is { } when ? $"\nif: {GitHubCondition.Of(when)}" : "";
        return PipelineText.Of($$$"""
            - name: {{{PipelineText.Quote("Join: " + build.Name)}}}
              {{{$"{id}{condition}\nenv:".TrimStart('\n')}}}
                TAGS: {{{Tags(build)}}}
                {{{PipelineText.Each(platforms, platform => $$$"""{{{platform.DigestVariable}}}: ${{ needs.{{{_platformsJob}}}.outputs.{{{Output(place, platform)}}} }}""")}}}
              {{{_run}}}: |
                {{{script.Text}}}
            """);
    }

    private string Machines() => PipelineText.Of($$$"""
        strategy:
          matrix:
            include:
              {{{PipelineText.Each(_job.Platforms, platform => $"- platform: {platform.Platform}\n  runner: {GitHubTemplate.Labels(platform.Runner)}\n  slug: {platform.Slug}"
                  + (_job.Emulated.Contains(platform.Platform) ? "\n  emulated: true" : ""))}}}
        runs-on: ${{ matrix.runner }}
        """);

    private string DigestOutputs() => PipelineText.Of($$$"""
        # Each run of the matrix sets the ones that are called after its platform.
        outputs:
          {{{PipelineText.Each(_job.Builds.Where(build => build.Value.IsPushed).SelectMany(build => PlatformsOf(build.Value), (build, platform) => (build.Key, platform)), one =>
              $$$"""{{{Output(one.Key, one.platform)}}}: ${{ steps.{{{Digests(one.Key)}}}.outputs.{{{one.platform.Slug}}} }}""")}}}
        """);

    private static string Tags(EmulatedBuild build)
    {
        var tags = build.With["tags"]!.Text!.Trim();
        return tags.Contains('\n', StringComparison.Ordinal) ? "|\n  " + string.Join("\n  ", tags.Split('\n', StringSplitOptions.TrimEntries)) : PipelineText.Quote(tags);
    }

    // A job may build several images.
    private string Suffix(int place) => _job.Builds.Keys.TakeWhile(key => key != place).Count() is > 0 and var n ? $"-{n + 1}" : "";

    private string Repositories(int place) => "platform-repositories" + Suffix(place);

    private string Digests(int place) => "platform-digest" + Suffix(place);

    private string Output(int place, PipelinePlatform platform) => "digest" + Suffix(place) + "-" + platform.Slug;

    private IEnumerable<PipelinePlatform> PlatformsOf(EmulatedBuild build) => _job.Platforms.Where(platform => build.Platforms.Contains(platform.Platform));

    private string Indent(int line) => _lines[line][.._lines.IndentOf(line)];

    private void Add(string line) => _written.Add(line);

    // Steps stand apart from each other as they did.
    private void AddStep(string[] lines)
    {
        _written.AddRange(lines);
        if (_isSpaced) Add("");
    }

    private void AddStep(string indent, string text)
    {
        Add(indent, text);
        if (_isSpaced) Add("");
    }

    private void EndSteps()
    {
        if (_isSpaced && _written[^1].Length == 0) _written.RemoveAt(_written.Count - 1);
    }

    private void Add(string indent, string text) => _written.AddRange(text.Split('\n').Select(line => line.Length > 0 ? indent + line : line));
}
