using Microsoft.Playwright;

namespace Digits.Browser.Tests;

/// <summary>What holds for every place of the page.</summary>
internal static class PageChecks
{
    private static readonly string Contrast = ReadScript("contrast.js");

    /// <summary>Every text whose contrast is below WCAG AA.</summary>
    public static Task<string[]> FindPoorContrastAsync(IPage page) => page.EvaluateAsync<string[]>(Contrast);

    /// <summary>How many pixels the page is wider than its window.</summary>
    public static Task<int> MeasureOverflowAsync(IPage page) =>
        page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");

    /// <summary>Every control that has no name for a screen reader.</summary>
    public static Task<string[]> FindNamelessControlsAsync(IPage page) => page.EvaluateAsync<string[]>(
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
