namespace Archway.Placing.Scheduling;

/// <summary>How a label is held against values.</summary>
public enum LabelOperator
{
    /// <summary>It is one of them.</summary>
    In,
    /// <summary>It is none of them, or not there.</summary>
    NotIn,
    /// <summary>It is there.</summary>
    Exists,
    /// <summary>It is not there.</summary>
    DoesNotExist,
    /// <summary>It is a number above the one value.</summary>
    Gt,
    /// <summary>It is a number below the one value.</summary>
    Lt,
}
