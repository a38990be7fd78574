using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Digits.Browser.Tests;

/// <summary>What holds for every place of the page.</summary>
internal static class PageChecks
{
    private static readonly string[] Grave = ["serious", "critical"];

    private static readonly string Contrast = ReadScript("contrast.js");

    /// <summary>Makes sure that what the page shows now is readable, named, and no wider than the window.</summary>
    public static async Task CheckAsync(IPage page)
    {
        string[] faults =
        [
            .. await FindViolationsAsync(page),
            .. await FindPoorContrastAsync(page),
            .. await FindNamelessControlsAsync(page),
        ];
        Assert.True(faults.Length == 0, $"{page.Url}:\n{string.Join('\n', faults)}");
        Assert.Equal(0, await MeasureOverflowAsync(page));
    }

    /// <summary>Every serious or critical violation of axe's accessibility rules, with the element concerned.</summary>
    private static async Task<IReadOnlyList<string>> FindViolationsAsync(IPage page)
    {
        var result = await page.RunAxe();
        return
        [
            .. from violation in result.Violations
               where Grave.Contains(violation.Impact)
               from node in violation.Nodes
               select $"{violation.Id} ({violation.Help}): {node.Html}",
        ];
    }

    /// <summary>Every text whose contrast is below WCAG AA, in charts too, which axe does not look at.</summary>
    private static Task<string[]> FindPoorContrastAsync(IPage page) => page.EvaluateAsync<string[]>(Contrast);

    /// <summary>How many pixels the page is wider than its window.</summary>
    private static Task<int> MeasureOverflowAsync(IPage page) =>
        page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");

    /// <summary>Every control or canvas that has no name for a screen reader.</summary>
    private static Task<string[]> FindNamelessControlsAsync(IPage page) => page.EvaluateAsync<string[]>(
        """
        () => [...document.querySelectorAll('button, a, input, select, canvas, progress, [role="img"]')]
          .filter((element) => element.checkVisibility())
          .filter((element) => !(element.textContent.trim() || element.ariaLabel || element.labels?.length || element.getAttribute('aria-labelledby')))
          .map((element) => element.outerHTML)
        """);

    private static string ReadScript(string name)
    {
        var assembly = typeof(PageChecks).Assembly;
        using var stream = assembly.GetManifestResourceStream($"Digits.Browser.Tests.{name}")!;
        return new StreamReader(stream).ReadToEnd();
    }
}
