// A choice as the browser's own radio buttons or check boxes; the component of dashboard/islands/choice.py.
"use strict";
window.nap_tracker = {
  Choice: ({ id, legend, options, value, setProps }) => {
    const element = window.React.createElement;
    const many = Array.isArray(value);
    const chosen = (option) => (many ? value.includes(option) : value === option);
    const change = (option, on) => {
      const next = options.map((each) => each.value).filter((each) => (each === option ? on : chosen(each)));
      setProps({ value: many ? next : option });
    };
    const label = (option) =>
      element(
        "label",
        { key: option.value },
        element("input", {
          type: many ? "checkbox" : "radio",
          name: id,
          value: option.value,
          checked: chosen(option.value),
          onChange: (event) => change(option.value, event.target.checked),
        }),
        option.label,
      );
    return element("fieldset", { id }, element("legend", null, legend), ...options.map(label));
  },
};
