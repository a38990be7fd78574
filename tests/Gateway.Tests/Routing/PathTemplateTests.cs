using Digits.Gateway.Routing;

namespace Digits.Gateway.Tests.Routing;

public sealed class PathTemplateTests
{
    [Theory]
    [InlineData("/api/v1/runs/{run}", "/api/v1/runs/abc", true)]
    [InlineData("/api/v1/runs/{run}", "/api/v1/runs/abc?x=1", true)]
    [InlineData("/api/v1/runs/{run}", "/api/v1/runs", false)]
    [InlineData("/api/v1/runs/{run}", "/api/v1/runs/", false)]
    [InlineData("/api/v1/runs/{run}", "/api/v1/runs/abc/", false)]
    [InlineData("/api/v1/runs/{run}", "/api/v1/RUNS/abc", false)]
    [InlineData("/api/v1/runs/{run}", "http://host:5080/api/v1/runs/abc", true)]
    [InlineData("/api/v1/runs/{run}:watch", "/api/v1/runs/abc:watch", true)]
    [InlineData("/api/v1/runs/{run}:watch", "/api/v1/runs/abc", false)]
    [InlineData("/api/v1/runs/{run}:watch", "/api/v1/runs/abc%3Awatch", false)]
    [InlineData("/api/v1/datasets:import", "/api/v1/datasets:import", true)]
    [InlineData("/api/v1/datasets:import", "/api/v1/datasets", false)]
    [InlineData("/api/v1/datasets", "/api/v1/datasets:import", false)]
    [InlineData("/a/*/c", "/a/b/c", true)]
    [InlineData("/a/*/c", "/a//c", false)]
    [InlineData("/a/**", "/a", true)]
    [InlineData("/a/**", "/a/b/c", true)]
    [InlineData("/{name=shelves/*/books/*}", "/shelves/1/books/2", true)]
    [InlineData("/{name=shelves/*/books/*}", "/shelves/1/maps/2", false)]
    public void Matches_Path_FollowsTheTemplate(string template, string path, bool expected) =>
        Assert.Equal(expected, PathTemplateParser.Parse(template).Matches(RequestPath.Parse(path)));

    [Theory]
    [InlineData("/runs/{run}", "/runs/a%2Fb%20c", "a/b c")]
    [InlineData("/runs/{run}", "/runs/%E3%82%81", "め")]
    [InlineData("/runs/{run}", "/runs/100%25", "100%")]
    [InlineData("/runs/{run}", "/runs/a+b", "a+b")]
    [InlineData("/runs/{run}:watch", "/runs/a%3Ab:watch", "a:b")]
    [InlineData("/runs/{run}:watch", "/runs/a:b:watch", "a:b")]
    [InlineData("/{name=shelves/*/books/*}", "/shelves/1/books/a%2Fb", "shelves/1/books/a%2Fb")]
    [InlineData("/files/{path=**}", "/files/a/b%20c/d", "a/b c/d")]
    [InlineData("/files/{path=**}", "/files", "")]
    [InlineData("/files/{path=**}:stat", "/files/a/b:stat", "a/b")]
    public void Capture_Path_IsDecoded(string text, string path, string expected)
    {
        var template = PathTemplateParser.Parse(text);

        Assert.Equal(expected, template.Capture(template.Variables.Single(), RequestPath.Parse(path)));
    }

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
