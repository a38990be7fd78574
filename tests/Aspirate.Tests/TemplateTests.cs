using Aspirate;
using Aspirate.Output;

namespace Digits.Aspirate.Tests;

public sealed class TemplateTests
{
    private static readonly Dictionary<string, object?> Data = new()
    {
        ["name"] = "a&b",
        ["yes"] = true,
        ["no"] = false,
        ["words"] = new[] { "one", "two" },
        ["map"] = new Dictionary<string, string> { ["k"] = "v" },
    };

    [Theory]
    [InlineData("{{name}}|{{missing}}|{{ name }}", "a&amp;b||a&amp;b")]
    [InlineData("a\n  {{#if yes}}\nb\n  {{else}}\nc\n  {{/if}}\nd\n", "a\nb\nd\n")]
    [InlineData("a\n{{#if no}}\nb\n{{/if}}\nd\n", "a\nd\n")]
    [InlineData("{{#each words}}\n- {{this}}\n{{/each}}\n", "- one\n- two\n")]
    [InlineData("{{#each map}}{{@key}}={{this}}{{/each}}", "k=v")]
    [InlineData("{{#each words}}{{#if no}}x{{/if}}{{/each}}", "")]
    public void Render_Template_GivesText(string template, string expected) => Assert.Equal(expected, Template.Parse("t", template).Render(Data));

    [Theory]
    [InlineData("{{#if yes}}", "Template 't': {{#if yes}} is not closed.")]
    [InlineData("{{#if yes}}{{/each}}", "Template 't': {{#if yes}} is not closed.")]
    [InlineData("{{/if}}", "Template 't': {{/if}} has no beginning.")]
    [InlineData("{{#with yes}}{{/with}}", "Template 't': {{#with yes}} is not supported, only #if and #each are.")]
    public void Parse_WrongTemplate_SaysWhy(string template, string expected) =>
        Assert.Equal(expected, Assert.Throws<AspirateException>(() => Template.Parse("t", template)).Message);
}
