using System.CommandLine;

namespace Aspirate.Commands;

/// <summary>An option that an environment variable may set instead of the command line.</summary>
internal abstract class AnswerOption
{
    public abstract Option Symbol { get; }

    /// <summary>Applies the value of the command line or, without one, of the environment.</summary>
    /// <exception cref="AspirateException">The value in the environment cannot be used.</exception>
    public abstract void Apply(ParseResult parsed, Answers answers);

    public static AnswerOption Text(
        string name, string variable, string description, Action<Answers, string> set, string[]? aliases = null, string[]? allowed = null)
    {
        var option = new Option<string>(name, aliases ?? []) { Description = $"{description} [{variable}]" };
        var canonical = (string value) => allowed is null
            ? value
            : allowed.FirstOrDefault(a => string.Equals(a, value, StringComparison.OrdinalIgnoreCase))
                ?? throw new AspirateException($"{name} must be one of {string.Join(", ", allowed)}, not '{value}'.");
        return new Kind<string>(option, variable, text => text, (answers, value) => set(answers, canonical(value)));
    }

    public static AnswerOption Flag(string name, string variable, string description, Action<Answers, bool> set, params string[] aliases)
    {
        var option = new Option<bool>(name, aliases) { Description = $"{description} [{variable}]", Arity = ArgumentArity.ZeroOrOne };
        var parse = (string text) => bool.TryParse(text, out var value)
            ? value
            : throw new AspirateException($"{variable} is '{text}'; it must be true or false.");
        return new Kind<bool>(option, variable, parse, set);
    }

    /// <summary>An option that may be given several times; in the environment, semicolons separate the values.</summary>
    public static AnswerOption List(string name, string variable, string description, Action<Answers, string[]> set, params string[] aliases)
    {
        var option = new Option<string[]>(name, aliases) { Description = $"{description} Can be given several times. [{variable}]" };
        return new Kind<string[]>(option, variable, text => text.Split(';', StringSplitOptions.RemoveEmptyEntries), set);
    }

    private sealed class Kind<T>(Option<T> option, string variable, Func<string, T> parse, Action<Answers, T> set) : AnswerOption
    {
        public override Option Symbol => option;

        public override void Apply(ParseResult parsed, Answers answers)
        {
            if (parsed.GetResult(option) is { Implicit: false })
            {
                set(answers, parsed.GetValue(option)!);
            }
            else if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text)
            {
                set(answers, parse(text));
            }
        }
    }
}
