using System.Text.RegularExpressions;
using Archway.Reading.Ecs.Live;

namespace Archway.Placing.Ecs;

/// <summary>What a placement constraint asks of an instance, as far as what is known of instances tells.</summary>
/// <remarks><see href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-query-language.html"/></remarks>
internal sealed class PlacementExpression
{
    private const int Longest = 2000;
    private const int Deepest = 30;
    private static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(50);

    private readonly List<string> _words;
    private readonly EcsInstance _instance;
    private int _at;
    private int _depth;
    private bool _isOdd;

    private PlacementExpression(List<string> words, EcsInstance instance) => (_words, _instance) = (words, instance);

    /// <summary>Whether an instance is one of those meant; null where that cannot be told.</summary>
    /// <exception cref="RegexMatchTimeoutException">A pattern in it takes too long.</exception>
    internal static bool? Holds(string expression, EcsInstance instance)
    {
        if (expression.Length > Longest) return null;
        PlacementExpression read = new(PlacementWords.Of(expression), instance);
        var holds = read.Either();
        return read._isOdd || read._at < read._words.Count ? null : holds;
    }

    private string? Next => _at < _words.Count ? _words[_at] : null;

    private bool? Either()
    {
        var left = Both();
        while (Next is "or" or "||")
        {
            _at++;
            var right = Both();
            left = left == true || right == true ? true : left is null || right is null ? null : false;
        }

        return left;
    }

    private bool? Both()
    {
        var left = One();
        while (Next is "and" or "&&")
        {
            _at++;
            var right = One();
            left = left == false || right == false ? false : left is null || right is null ? null : true;
        }

        return left;
    }

    private bool? One()
    {
        if (++_depth > Deepest) return Odd();
        bool? holds;
        if (Next is "not" or "!")
        {
            _at++;
            holds = !One();
        }
        else if (Next == "(")
        {
            _at++;
            holds = Either();
            if (Next != ")") return Odd();
            _at++;
        }
        else
        {
            holds = Comparison();
        }

        _depth--;
        return holds;
    }

    private bool? Comparison()
    {
        if (_at + 1 >= _words.Count) return Odd();
        var (subject, sign) = (_words[_at], _words[_at + 1]);
        _at += 2;
        var value = ValueOf(subject, out var isKnown);
        if (sign is "exists") return isKnown ? value is not null : null;
        if (sign is "!exists" or "not_exists") return isKnown ? value is null : null;
        var arguments = Arguments();
        if (arguments.Count == 0) return Odd();
        // What AWS makes of a comparison with what is not there is not written down.
        if (!isKnown || value is null) return isKnown && sign is "==" or "equals" or "in" or "=~" or "matches" && isKnown ? false : null;
        return sign switch
        {
            "==" or "equals" => value == arguments[0],
            "!=" or "not_equals" => value != arguments[0],
            "in" => arguments.Contains(value),
            "!in" or "not_in" => !arguments.Contains(value),
            "=~" or "matches" => Matches(value, arguments[0]),
            "!~" or "not_matches" => !Matches(value, arguments[0]),
            _ => null,
        };
    }

    private List<string> Arguments()
    {
        List<string> arguments = [];
        if (Next != "[")
        {
            if (Next is { } only) arguments.Add(only);
            _at++;
            return arguments;
        }

        for (_at++; Next is not (null or "]"); _at++)
            if (Next != ",") arguments.Add(Next!);
        _at++;
        return arguments;
    }

    private string? ValueOf(string subject, out bool isKnown)
    {
        const string Attribute = "attribute:";
        isKnown = true;
        if (subject == "ec2InstanceId") return _instance.Id;
        var name = subject.StartsWith(Attribute, StringComparison.Ordinal) ? subject[Attribute.Length..] : "";
        isKnown = name.Length > 0 && !EcsInstance.Capabilities.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
        return _instance.Attributes.GetValueOrDefault(name);
    }

    // Whether AWS wants the whole value to match, or a part, is not written down: where that differs it is not known.
    private static bool? Matches(string value, string pattern)
    {
        try
        {
            if (Regex.IsMatch(value, $@"\A(?:{pattern})\z", RegexOptions.CultureInvariant, LongestMatch)) return true;
            return Regex.IsMatch(value, pattern, RegexOptions.CultureInvariant, LongestMatch) ? null : false;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private bool? Odd()
    {
        _isOdd = true;
        _at = _words.Count;
        return null;
    }
}
