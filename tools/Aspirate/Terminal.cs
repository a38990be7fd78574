using Spectre.Console;

namespace Aspirate;

/// <summary>The tool's messages, and its questions where a person can answer them.</summary>
internal static class Terminal
{
    private static readonly IAnsiConsole Output = Create(Console.Out, Console.IsOutputRedirected);
    private static readonly IAnsiConsole Errors = Create(Console.Error, Console.IsErrorRedirected);

    public static void Heading(string text) => Output.MarkupLineInterpolated($"[purple]{text}[/]");

    public static void Done(string text) => Output.MarkupLineInterpolated($"[green](✔) Done:[/] {text}");

    public static void Say(string text) => Output.WriteLine(text);

    public static void Warn(string text) => Output.MarkupLineInterpolated($"[yellow](!) {text}[/]");

    public static void Fault(string text) => Errors.MarkupLineInterpolated($"[red](!) {text}[/]");

    public static string Ask(string question, bool isSecret = false) =>
        Output.Prompt(isSecret ? new TextPrompt<string>(question).Secret() : new TextPrompt<string>(question));

    public static string Choose(string question, IEnumerable<string> choices) =>
        Output.Prompt(new SelectionPrompt<string>().Title(question).AddChoices(choices));

    public static bool Confirm(string question) => Output.Prompt(new ConfirmationPrompt(question));

    // A pipe has neither colours nor a width to break the lines at.
    private static IAnsiConsole Create(TextWriter writer, bool isRedirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            Out = new AnsiConsoleOutput(writer),
        });
        if (isRedirected)
        {
            console.Profile.Width = int.MaxValue;
        }

        return console;
    }
}
