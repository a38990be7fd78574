using Digits.Gateway.Routing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Digits.Gateway.Tests.Routing;

public sealed class PathTemplateTests
{
    [Theory]
    [InlineData("/api/v1/runs/{run}", "/api/v1/runs/{run}")]
    [InlineData("/api/v1/runs/{run}:watch", "/api/v1/runs/{run}:watch")]
    [InlineData("/api/v1/datasets:import", "/api/v1/datasets:import")]
    [InlineData("/a/*/c", "/a/{segment.1}/c")]
    [InlineData("/a/**", "/a/{**segment.1}")]
    [InlineData("/{name=shelves/*/books/*}", "/shelves/{name.1}/books/{name.3}")]
    [InlineData("/files/{path=**}", "/files/{**path}")]
    [InlineData("/files/{path=**}:stat", "/files/{**path:regex(:stat$)}")]
    [InlineData("/a%20b/100%25", "/a b/100%25")]
    public void Pattern_Template_IsARoute(string template, string pattern)
    {
        Assert.Equal(pattern, PathTemplateParser.Parse(template).Pattern);
        Assert.NotNull(RoutePatternFactory.Parse(pattern));
    }

    [Theory]
    [InlineData("/runs/{run}", "run", "a%2Fb c", "a/b c")]
    [InlineData("/runs/{run}", "run", "め", "め")]
    [InlineData("/runs/{run}", "run", "100%25", "100%")]
    [InlineData("/runs/{run}", "run", "a+b", "a+b")]
    [InlineData("/runs/{run}:watch", "run", "a%3Ab", "a:b")]
    [InlineData("/files/{path=**}", "path", "a/b c/d", "a/b c/d")]
    [InlineData("/files/{path=**}", "path", "a/b%2Fc/d%3Ae", "a/b%2Fc/d:e")]
    [InlineData("/files/{path=**}", "path", null, "")]
    [InlineData("/files/{path=**}:stat", "path", "a/b:stat", "a/b")]
    [InlineData("/{name=shelves/*}", "name.1", "a%2Fb", "shelves/a%2Fb")]
    [InlineData("/{name=shelves/**}", "name.1", null, "shelves")]
    public void Capture_RouteValue_IsDecoded(string text, string parameter, string? value, string expected)
    {
        var template = PathTemplateParser.Parse(text);

        Assert.Equal(expected, template.Capture(template.Variables.Single(), new RouteValueDictionary { [parameter] = value }));
    }

    [Theory]
    [InlineData("/books/{isbn}", "/books/newest", true)]
    [InlineData("/books/newest", "/books/{isbn}", false)]
    [InlineData("/books/{isbn}", "/books/{isbn}", true)]
    [InlineData("/books/{isbn}", "/maps/newest", false)]
    [InlineData("/books/{isbn}", "/books", false)]
    public void Covers_Other_TellsWhetherItMatchesTheSamePaths(string template, string other, bool expected) =>
        Assert.Equal(expected, PathTemplateParser.Parse(template).Covers(PathTemplateParser.Parse(other)));

    [Theory]
    [InlineData("runs", "'/' is missing")]
    [InlineData("/runs/", "a segment is missing")]
    [InlineData("/runs/{}", "a field name is missing")]
    [InlineData("/runs/{run", "'}' is missing")]
    [InlineData("/runs/{run}x", "'x' is not expected")]
    [InlineData("/runs/{run}:", "a verb is missing")]
    [InlineData("/runs/{a={b}}", "a variable cannot hold another")]
    [InlineData("/runs/{a}/{a}", "a appears twice")]
    [InlineData("/**/runs", "** is only possible at the end")]
    [InlineData("", "'/' is missing")]
    public void Parse_FaultyTemplate_NamesTheFault(string text, string fault)
    {
        var exception = Assert.Throws<FormatException>(() => PathTemplateParser.Parse(text));

        Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
        Assert.Contains($"\"{text}\"", exception.Message, StringComparison.Ordinal);
    }
}
